package dev.relevo.stats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessLogTest {
    private static final long EPOCH_MILLIS = 1_795_255_200_000L;
    private static final int QUEUE = 16_384;

    @Test
    void anAttemptIsOneLine() {
        assertEquals(
                List.of("2026-11-21T10:00:00.000Z r-1 attempt 2/3 groq/llama ok ttft=250ms took=1999ms tokens=12+34"),
                lines(new AttemptRecord(
                        EPOCH_MILLIS, "r-1", 2, 3, "groq/llama", "ok", "", 250_000_000, 1_999_999_999, 12, 34)));
    }

    @Test
    void whatIsNotKnownIsADash() {
        assertEquals(
                List.of("2026-11-21T10:00:00.007Z r-1 attempt 1/1 groq/llama 429 ttft=- took=0ms tokens=-+- (limited)"),
                lines(new AttemptRecord(EPOCH_MILLIS + 7, "r-1", 1, 1, "groq/llama", "429", "limited", -1, 0, -1, -1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\u0000", "\u001b", "\u007f", "\u0085", "\u009b", "\u2028", "\u2029", "\u202e"})
    void noCharacterForgesALineOrSteersATerminal(String evil) {
        List<String> lines = lines(attempt("a" + evil + "b", "c" + evil + "d", "e" + evil + "f"));

        assertEquals(
                List.of("2026-11-21T10:00:00.000Z a b attempt 1/1 c d 500 ttft=- took=0ms tokens=-+- (e f)"), lines);
    }

    @Test
    void attemptsStandInTheirOrder() {
        AttemptRecord[] attempts = new AttemptRecord[1000];
        for (int i = 0; i < attempts.length; i++) {
            attempts[i] = attempt("r-" + i, "t", "");
        }

        List<String> lines = lines(attempts);

        assertEquals(attempts.length, lines.size());
        for (int i = 0; i < attempts.length; i++) {
            assertTrue(lines.get(i).contains(" r-" + i + " "), lines.get(i));
        }
    }

    @Test
    void aSinkThatBlocksCostsLinesAndNoTime() throws InterruptedException {
        BlockingSink sink = new BlockingSink();
        AccessLog log = AccessLog.to(new PrintStream(sink, false, UTF_8));
        log.record(attempt("first", "t", ""));
        sink.awaitWriter();

        for (int i = 0; i < QUEUE + 7; i++) {
            log.record(attempt("r-" + i, "t", ""));
        }
        sink.open();
        sink.awaitFlushes(2);
        log.close();

        List<String> lines = sink.lines();
        assertEquals(1 + QUEUE + 1, lines.size());
        assertTrue(lines.get(QUEUE).contains(" r-" + (QUEUE - 1) + " "), lines.get(QUEUE));
        assertEquals("access log: 7 lines dropped", lines.getLast());
    }

    @Test
    void aSinkThatBlocksForEverHoldsNoStopUp() throws InterruptedException {
        BlockingSink sink = new BlockingSink();
        AccessLog log = AccessLog.to(new PrintStream(sink, false, UTF_8));
        log.record(attempt("r", "t", ""));
        sink.awaitWriter();

        log.close();

        assertEquals(List.of(), sink.lines());
        sink.open();
    }

    @Test
    void bodiesWaitForASinkInBoundedMemory() throws InterruptedException {
        BlockingSink sink = new BlockingSink();
        AccessLog log = AccessLog.to(new PrintStream(sink, false, UTF_8));
        log.record(attempt("first", "t", ""));
        sink.awaitWriter();

        byte[] kept = new byte[32 * 1024];
        for (int i = 0; i < 512 + 3; i++) {
            log.bodyEnded(new BodyRecord(EPOCH_MILLIS, "r", BodyRecord.Kind.ANSWER, kept, false, LogStyle.DEFAULT));
        }
        log.record(attempt("last", "t", ""));
        sink.open();
        sink.awaitFlushes(2);
        log.close();

        assertEquals(1 + 512 + 1 + 1, sink.lines().size());
        assertEquals("access log: 3 lines dropped", sink.lines().getLast());
    }

    private static AttemptRecord attempt(String requestId, String target, String reason) {
        return new AttemptRecord(EPOCH_MILLIS, requestId, 1, 1, target, "500", reason, -1, 0, -1, -1);
    }

    private static List<String> lines(AttemptRecord... attempts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AccessLog log = AccessLog.to(new PrintStream(out, false, UTF_8))) {
            List.of(attempts).forEach(log::record);
        }
        return out.toString(UTF_8).lines().toList();
    }

    /** Takes nothing until it is opened. */
    private static final class BlockingSink extends OutputStream {
        private final CountDownLatch writing = new CountDownLatch(1);
        private final CountDownLatch opened = new CountDownLatch(1);
        private final Semaphore flushes = new Semaphore(0);
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            writing.countDown();
            try {
                opened.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            synchronized (taken) {
                taken.write(bytes, from, length);
            }
        }

        @Override
        public void flush() {
            flushes.release();
        }

        void awaitFlushes(int times) throws InterruptedException {
            assertTrue(flushes.tryAcquire(times, 10, TimeUnit.SECONDS));
        }

        void awaitWriter() throws InterruptedException {
            assertTrue(writing.await(10, TimeUnit.SECONDS));
        }

        void open() {
            opened.countDown();
        }

        List<String> lines() {
            synchronized (taken) {
                return taken.toString(UTF_8).lines().toList();
            }
        }
    }
}
