package dev.relevo.relay;

import static dev.relevo.faulty.Point.atEnd;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Script;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets whose HTTP is not as it should be. */
@Timeout(30)
class UpstreamFailuresOnTheWireTest {
    private final FaultyUpstream broken = FaultyUpstream.start();
    private final FaultyUpstream other = FaultyUpstream.start();
    private final Proxy proxy =
            Proxy.over(broken, other).pool("strategy: priority").start();

    @AfterEach
    void close() {
        proxy.close();
        broken.close();
        other.close();
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerCompressedUnaskedIsDecoded(Form form) throws IOException {
        Script compressed = Script.of(200, type(form), gzipped(bodyOf(form.fine)));
        broken.always(compressed.header("content-encoding", "gzip"));
        form.assertWhole("p1/m=ok", proxy.ask(form.request));
        assertEquals("identity", broken.requests().getFirst().header("accept-encoding"));
    }

    @ParameterizedTest
    @EnumSource
    void aBombOrAnUnknownCodingFailsOver(Form form) throws IOException {
        Script bomb = Script.of(200, type(form), gzipped(new byte[100 << 20]));
        broken.next(bomb.header("content-encoding", "gzip"), form.fine.header("content-encoding", "br"));
        other.always(form.fine);
        form.assertWhole("p1/m=malformed; p2/m=ok", proxy.ask(form.request));
        form.assertWhole("p1/m=malformed; p2/m=ok", proxy.ask(form.request));
    }

    @ParameterizedTest
    @EnumSource
    void eightInterimAnswersAreSwallowedAndNineAreTooMany(Form form) throws IOException {
        Script eight = form.fine;
        for (int i = 0; i < 8; i++) {
            eight = eight.interim(i % 2 == 0 ? 100 : 103, "link: </x>");
        }
        broken.next(eight, eight.interim(102));
        other.always(form.fine);
        form.assertWhole("p1/m=ok", proxy.ask(form.request));
        form.assertWhole("p1/m=malformed; p2/m=ok", proxy.ask(form.request));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsNeverFollowed(int status) throws IOException {
        try (FaultyUpstream elsewhere = FaultyUpstream.start()) {
            broken.always(Script.json(status, "{}").header("location", elsewhere.baseUrl() + "/chat/completions"));
            for (Form form : Form.values()) {
                other.always(form.fine);
                form.assertWhole("p1/m=" + status + "; p2/m=ok", proxy.ask(form.request));
            }
            assertEquals(List.of(), elsewhere.connections());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLengthBesideATransferCodingFailsOver(Form form) throws IOException {
        byte[] wire = form.fine
                .header("content-length", "5")
                .header("transfer-encoding", "chunked")
                .wire();
        broken.always(Script.raw(wire).finish(atEnd()));
        other.always(form.fine);
        form.assertWhole("p1/m=malformed; p2/m=ok", proxy.ask(form.request));
    }

    @ParameterizedTest
    @EnumSource
    void bytesLeftOverAreNobodysAnswer(Form form) throws IOException {
        byte[] tooMuch = (text(form.fine.wire()) + "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").getBytes(UTF_8);
        broken.next(Script.raw(tooMuch)).always(form.fine);
        form.assertWhole("p1/m=ok", proxy.ask(form.request));
        form.assertWhole("p1/m=ok", proxy.ask(form.request));
        assertEquals(2, broken.requests().getLast().connection());
    }

    @ParameterizedTest
    @EnumSource
    void aHeadThatIsTooLargeFailsOver(Form form) throws IOException {
        broken.always(form.fine.header("x-padding", "x".repeat(70_000)));
        other.always(form.fine);
        form.assertWhole("p1/m=malformed; p2/m=ok", proxy.ask(form.request));
    }

    @ParameterizedTest
    @ValueSource(longs = {100_000, 1L << 40})
    void aLengthThatLiesFailsOver(long promised) throws IOException {
        broken.always(Form.PLAIN.fine.promising(promised).finish(atEnd()));
        other.always(Form.PLAIN.fine);
        Form.PLAIN.assertWhole("p1/m=truncated; p2/m=ok", proxy.ask(Proxy.CHAT));
    }

    @ParameterizedTest
    @EnumSource
    void aPooledConnectionGoneStaleIsReplacedOnceAndAFreshOneNever(Form form) throws Exception {
        broken.next(form.fine, Script.resetting()).always(form.fine);
        other.always(form.fine);
        form.assertWhole("p1/m=ok", proxy.ask(form.request));
        // Logged once its connection is back in the pool.
        proxy.logLine();
        form.assertWhole("p1/m=ok", proxy.ask(form.request));
        assertEquals(
                List.of(1, 1, 2),
                broken.requests().stream().map(r -> r.connection()).toList());
        broken.next(Script.resetting(), Script.resetting());
        form.assertWhole("p1/m=reset; p2/m=ok", proxy.ask(form.request));
    }

    private static String type(Form form) {
        return form == Form.PLAIN ? "application/json" : "text/event-stream";
    }

    /** Without its framing. */
    private static byte[] bodyOf(Script script) {
        String body = text(script.wire()).split("\r\n\r\n", 2)[1];
        return body.replaceAll("(?m)^[0-9a-f]+\r\n|\r\n", "").getBytes(UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    private static byte[] gzipped(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
