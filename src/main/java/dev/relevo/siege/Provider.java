package dev.relevo.siege;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.relevo.chaos.Asked;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Framing;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Received;
import dev.relevo.faulty.Script;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A provider whose models are ways to answer. */
final class Provider implements AutoCloseable {
    /** Answers at once and well. */
    static final String WELL = "well";
    /** Never answers. */
    static final String SILENT = "silent";
    /** Sends the head of an answer and nothing more. */
    static final String HEADED = "headed";
    /** Sends events without content and nothing more. */
    static final String EMPTY = "empty";
    /** Sends some content and nothing more. */
    static final String BEGUN = "begun";
    /** Takes two seconds in the midst of an answer. */
    static final String SLOW = "slow";
    /** Sends content without end, as fast as it is taken. */
    static final String ENDLESS = "endless";
    /** A plain answer of a megabyte. */
    static final String LARGE = "large";
    /** Refuses for the next two minutes. */
    static final String LIMITED = "limited";

    private static final Pattern MODEL = Pattern.compile("\"model\":\"([a-z]+)\"");
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final String PIECE = "x".repeat(1000);
    private static final String START =
            "{\"id\":\"chatcmpl-a-1-1\",\"object\":\"chat.completion%s\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,";
    private static final String EVENT = "data: " + START.formatted(".chunk") + "\"delta\":{\"content\":\"" + PIECE
            + "\"},\"finish_reason\":null}]}\n\n";
    private static final String BODY = START.formatted("") + "\"message\":{\"role\":\"assistant\",\"content\":\"";

    private final FaultyUpstream server = FaultyUpstream.start().always(this::script);
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger limited = new AtomicInteger();

    FaultyUpstream server() {
        return server;
    }

    URI url() {
        return server.baseUrl();
    }

    /** Requests that it answered, or did not answer, so far. */
    int calls() {
        return calls.get();
    }

    /** How often it refused for its limit. */
    int limited() {
        return limited.get();
    }

    /** Bytes of answers that it got rid of. */
    long sent() {
        return server.connections().stream().mapToLong(each -> each.sent()).sum();
    }

    @Override
    public void close() {
        server.close();
    }

    private Script script(Received received) {
        Asked asked = Asked.read(received, "a", calls.incrementAndGet(), 1);
        Matcher model = MODEL.matcher(received.text());
        return switch (model.find() ? model.group(1) : "") {
            case WELL -> asked.whole();
            case SILENT -> Script.silence();
            case HEADED -> asked.whole().hang(Point.afterHead());
            case EMPTY -> asked.whole().hang(Point.afterPieces(1));
            case BEGUN -> asked.whole().hang(asked.stream() ? Point.afterPieces(4) : Point.afterBody(200));
            case SLOW -> asked.whole().pause(asked.stream() ? Point.afterPieces(4) : Point.beforeHead(), PAUSE);
            case ENDLESS -> asked.stream() ? endless("text/event-stream", EVENT) : endless("application/json", PIECE);
            case LARGE -> Script.json(200, BODY + PIECE.repeat(1000) + "\"},\"finish_reason\":\"stop\"}]}");
            case LIMITED -> refusing();
            default -> throw new AssertionError("the proxy asked for a model that nobody named: " + received.text());
        };
    }

    private static Script endless(String contentType, String piece) {
        byte[] start = contentType.endsWith("json") ? BODY.getBytes(UTF_8) : new byte[0];
        return Script.chunks(200, contentType, List.of(start))
                .framed(Framing.UNTIL_CLOSE)
                .flood(Point.atEnd(), piece);
    }

    private Script refusing() {
        limited.incrementAndGet();
        return Script.json(429, "{\"error\":{\"message\":\"Rate limit reached\",\"code\":\"rate_limit_exceeded\"}}")
                .header("retry-after", "120");
    }
}
