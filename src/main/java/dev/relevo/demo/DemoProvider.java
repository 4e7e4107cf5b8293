package dev.relevo.demo;

import dev.relevo.time.Clock;
import dev.relevo.wire.ErrorBody;
import dev.relevo.wire.MalformedJson;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.DirectHandler.TransportResponse;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.http.sse.SseEvent;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The provider that serves while no other can: a real upstream on a free loopback port that speaks OpenAI's format, says
 * that it is a demo and how to add a key, and streams at a human pace. It offers one model, {@code relevo-demo}, and takes
 * any model name.
 */
public final class DemoProvider implements AutoCloseable {
    /** About 33 words a second. */
    private static final Duration HUMAN_PAUSE = Duration.ofMillis(30);

    private static final long MAX_BODY = 32L << 20;
    private static final String INVALID = "invalid_request_error";

    private final Clock clock;
    private final Duration pause;
    private final AtomicLong answers = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final WebServer server;

    /** One that does not listen yet; its streams wait so long before each word. */
    DemoProvider(Clock clock, Duration pause) {
        this.clock = clock;
        this.pause = pause;
        this.server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .backlog(64)
                .maxPayloadSize(MAX_BODY)
                .useNio(false)
                .writeQueueLength(0)
                .shutdownHook(false)
                .shutdownGracePeriod(Duration.ofMillis(100))
                .connectionOptions(options -> options.tcpNoDelay(true))
                .directHandlers(errors())
                .routing(this::route)
                .build();
    }

    /**
     * Starts one.
     *
     * @throws IllegalStateException if it cannot listen
     */
    public static DemoProvider start(Clock clock) {
        return start(clock, HUMAN_PAUSE);
    }

    /** Starts one that waits so long before each word of a stream. */
    static DemoProvider start(Clock clock, Duration pause) {
        DemoProvider demo = new DemoProvider(clock, pause);
        demo.server.start();
        if (!demo.server.isRunning()) {
            throw new IllegalStateException("the demo provider found no free port on 127.0.0.1");
        }
        return demo;
    }

    /** To which {@code /chat/completions} and the like are appended. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.port() + "/v1");
    }

    /** Cuts the streams under way and stops. */
    @Override
    public void close() {
        closing.countDown();
        server.stop();
    }

    /** What is served, whoever listens. */
    void route(HttpRouting.Builder routing) {
        routing.post("/v1/chat/completions", (request, response) -> complete(Form.CHAT, request, response))
                .post("/v1/completions", (request, response) -> complete(Form.LEGACY, request, response))
                .post("/v1/embeddings", this::embed)
                .get("/v1/models", this::listModels)
                .any((request, response) -> fail(response, Status.NOT_FOUND_404, "The demo has no such page.", null));
    }

    private void listModels(ServerRequest request, ServerResponse response) {
        String model =
                "{\"id\":\"" + Completion.MODEL + "\",\"object\":\"model\",\"created\":0,\"owned_by\":\"relevo\"}";
        response.header(HeaderValues.CONTENT_TYPE_JSON).send("{\"object\":\"list\",\"data\":[" + model + "]}");
    }

    /** Answers a request that was read whole. */
    private interface Answering {
        void answer(byte[] body) throws Question.Refused, InterruptedException;
    }

    private void complete(Form form, ServerRequest request, ServerResponse response)
            throws IOException, InterruptedException {
        read(request, response, body -> answer(Question.read(form, body), response));
    }

    private void embed(ServerRequest request, ServerResponse response) throws IOException, InterruptedException {
        read(
                request,
                response,
                body -> response.header(HeaderValues.CONTENT_TYPE_JSON)
                        .send(Vectors.read(body).json()));
    }

    private static void read(ServerRequest request, ServerResponse response, Answering answering)
            throws IOException, InterruptedException {
        try {
            answering.answer(request.content().inputStream().readAllBytes());
        } catch (MalformedJson e) {
            String message = "The body is not the JSON of such a request: " + e.getMessage();
            fail(response, Status.BAD_REQUEST_400, message, null);
        } catch (Question.Refused e) {
            fail(response, Status.BAD_REQUEST_400, e.message(), e.param());
        }
    }

    private void answer(Question question, ServerResponse response) throws InterruptedException {
        String id = question.form().idPrefix() + answers.incrementAndGet();
        Completion completion = new Completion(id, TimeUnit.MILLISECONDS.toSeconds(clock.epochMillis()), question);
        if (question.stream()) {
            stream(completion, response.sink(SseSink.TYPE));
        } else {
            response.header(HeaderValues.CONTENT_TYPE_JSON).send(completion.plain());
        }
    }

    /** The sink is closed at the end of a whole answer only, since closing it ends the body in good order. */
    private void stream(Completion completion, SseSink events) throws InterruptedException {
        emit(events, completion.opening());
        for (String word : completion.words()) {
            if (closing.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new CloseConnectionException("the demo provider is closing");
            }
            emit(events, completion.word(word));
        }
        emit(events, completion.closing());
        if (completion.question().includeUsage()) {
            emit(events, completion.usageEvent());
        }
        emit(events, "[DONE]");
        events.close();
    }

    /** With OpenAI's blank after {@code data:}, which the library leaves out. */
    private static void emit(SseSink events, String data) {
        events.emit(SseEvent.create(' ' + data));
    }

    private static void fail(ServerResponse response, Status status, String message, @Nullable String param) {
        response.status(status)
                .header(HeaderValues.CONTENT_TYPE_JSON)
                .send(new ErrorBody(message, INVALID, param, null).json());
    }

    /** What the server library refuses before routing. */
    private static DirectHandlers errors() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, (request, event, status, headers, message) -> refusal(status, headers));
        }
        return handlers.build();
    }

    private static TransportResponse refusal(Status status, ServerResponseHeaders headers) {
        return TransportResponse.builder()
                .status(status)
                .headers(headers)
                .header(HeaderValues.CONTENT_TYPE_JSON)
                .keepAlive(false)
                .entity(new ErrorBody(status.reasonPhrase(), ErrorBody.typeOf(status.code()), null, null).json())
                .build();
    }
}
