package dev.relevo.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.relevo.Relevo;
import dev.relevo.config.Configuration;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A chat request of 1 kB and a stream of 50 words through all of Relevo, one after the other over one connection. Client
 * and upstream allocate nothing, so what is told is Relevo's. Counted by requests, not by time: a slow machine warms as much.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 5)
@Fork(1)
public class RequestBenchmark {
    private static final int REQUESTS = 6000;
    private static final int STREAMS = 300;
    private static final byte[] WORD_END = "\"finish_reason\":null}]}\n\n".getBytes(UTF_8);
    private static final byte[] CHAT = request(false);
    private static final byte[] STREAM = request(true);

    private Path folder;
    private Upstream upstream;
    private Relevo relevo;
    private RawConnection client;

    @Setup
    public void start() throws Exception {
        folder = Files.createTempDirectory("relevo-bench");
        upstream = new Upstream();
        Path file = folder.resolve("config.yaml");
        Files.writeString(file, """
                server: {port: 0, state-dir: "%s"}
                providers: {bench: {base-url: "%s", api-key: sk-upstream-0123456789abcdef}}
                models: {bench: [bench/bench]}
                """.formatted(folder.resolve("state"), upstream.baseUrl()));
        relevo = Relevo.start(Configuration.load(file, Map.of()), OutputStream.nullOutputStream());
        client = RawConnection.to(relevo.port());
    }

    @TearDown(Level.Trial)
    public void stop() throws IOException {
        client.close();
        relevo.close();
        upstream.close();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }

    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public void chat() throws IOException {
        upstream.streams(false);
        for (int i = 0; i < REQUESTS; i++) {
            client.write(CHAT);
            client.readTo(Upstream.ANSWER_END);
        }
    }

    @Benchmark
    @OperationsPerInvocation(STREAMS)
    public void stream() throws IOException {
        upstream.streams(true);
        for (int i = 0; i < STREAMS; i++) {
            client.write(STREAM);
            client.readPast(WORD_END);
            client.readPast(WORD_END);
            for (int word = 1; word < Upstream.WORDS; word++) {
                upstream.next();
                client.readPast(WORD_END);
            }
            client.readTo(Upstream.STREAM_END);
        }
    }

    private static byte[] request(boolean stream) {
        String body = Chat.body("bench", 1024, stream);
        return ("POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer sk-bench-0123456789abcdef\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(UTF_8);
    }
}
