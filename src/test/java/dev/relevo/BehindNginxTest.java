package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * nginx in front keeps its connections to Relevo open for other clients. Whatever it makes of {@code http/requests.txt},
 * the next client gets its own answer, and providers get whole requests and nothing else.
 */
class BehindNginxTest {
    private static final String CONFIGURATION = """
            daemon off;
            pid %1$s/pid;
            error_log %1$s/error.log;
            events {}
            http {
              access_log off;
              client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
              upstream relevo { server 127.0.0.1:%2$d; keepalive 1; }
              server {
                listen 127.0.0.1:%3$d;
                location / {
                  proxy_pass http://relevo; proxy_http_version 1.1; proxy_request_buffering off;
                  proxy_set_header Connection ""; proxy_set_header Host localhost; proxy_ignore_client_abort on;
                }
              }
            }
            """;

    @TempDir
    private static Path folder;

    private static FaultyUpstream upstream;
    private static StartedRelevo relevo;
    private static Process nginx;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(isInstalled(), "nginx is not installed: what it makes of broken requests is not tried");
        upstream = FaultyUpstream.start(Completions.chat("hello"));
        relevo = StartedRelevo.over(upstream);
        port = freePort();
        Path file = folder.resolve("nginx.conf");
        Files.writeString(file, CONFIGURATION.formatted(folder, relevo.port(), port));
        nginx = new ProcessBuilder("nginx", "-p", folder.toString(), "-c", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        awaitListening();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (nginx != null) {
            nginx.destroy();
            nginx.waitFor(10, TimeUnit.SECONDS);
            relevo.close();
            upstream.close();
        }
    }

    static Stream<RequestCase> cases() throws IOException {
        return RequestCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theNextClientGetsItsOwnAnswer(RequestCase sent) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            client.send(sent.bytes()).finish().untilEnd();
        }
        try (RawClient client = RawClient.connect(port)) {
            RawAnswer answer =
                    client.post("/v1/chat/completions", RequestCase.BODY).answer();
            assertEquals(200, answer.status());
            assertEquals(Completions.chatBody("hello"), answer.text());
        }
        String whole = RequestCase.BODY.replace("auto", StartedRelevo.MODEL);
        upstream.requests().forEach(request -> assertEquals(whole, new String(request.body(), StandardCharsets.UTF_8)));
    }

    private static boolean isInstalled() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "nginx")));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void awaitListening() throws IOException {
        while (nginx.isAlive()) {
            try (RawClient client = RawClient.connect(port)) {
                client.finish().untilEnd();
                return;
            } catch (IOException notYet) {
                Thread.onSpinWait();
            }
        }
        throw new AssertionError(Files.readString(folder.resolve("out")));
    }
}
