package dev.relevo.stats;

import java.io.PrintStream;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line for each attempt, on a thread of its own that looks twenty times a second, so that no request waits for
 * the log or wakes its writer. What does not fit into the queue is dropped and counted.
 */
public final class AccessLog implements AutoCloseable {
    private static final int QUEUE_LIMIT = 16_384;
    private static final long PAUSE_NANOS = 50_000_000;
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private final PrintStream out;
    private final ConcurrentLinkedQueue<AttemptRecord> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;
    private volatile boolean closed;

    private AccessLog(PrintStream out) {
        this.out = out;
        this.writer = Thread.ofPlatform().daemon().name("access-log").unstarted(this::run);
    }

    public static AccessLog to(PrintStream out) {
        AccessLog log = new AccessLog(out);
        log.writer.start();
        return log;
    }

    /** Never blocks. */
    public void record(AttemptRecord attempt) {
        if (queued.incrementAndGet() > QUEUE_LIMIT) {
            queued.decrementAndGet();
            dropped.incrementAndGet();
            return;
        }
        queue.add(attempt);
    }

    /** Writes what is queued, and ends. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(writer);
        try {
            writer.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(PAUSE_NANOS);
            writeQueued();
        }
        writeQueued();
    }

    private void writeQueued() {
        StringBuilder lines = new StringBuilder();
        for (AttemptRecord attempt = next(); attempt != null; attempt = next()) {
            append(lines, attempt);
        }
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            lines.append("access log: ").append(lost).append(" lines dropped\n");
        }
        if (!lines.isEmpty()) {
            out.print(lines);
            out.flush();
        }
    }

    private @Nullable AttemptRecord next() {
        AttemptRecord attempt = queue.poll();
        if (attempt != null) {
            queued.decrementAndGet();
        }
        return attempt;
    }

    private static void append(StringBuilder line, AttemptRecord a) {
        TIME.formatTo(Instant.ofEpochMilli(a.epochMillis()), line);
        line.append(' ').append(oneLine(a.requestId()));
        line.append(" attempt ").append(a.attempt()).append('/').append(a.of());
        line.append(' ').append(oneLine(a.target())).append(' ').append(a.outcome());
        line.append(" ttft=").append(millis(a.ttftNanos())).append(" took=").append(millis(a.tookNanos()));
        line.append(" tokens=").append(count(a.promptTokens())).append('+').append(count(a.completionTokens()));
        if (!a.reason().isEmpty()) {
            line.append(" (").append(oneLine(a.reason())).append(')');
        }
        line.append('\n');
    }

    private static String millis(long nanos) {
        return nanos < 0 ? "-" : nanos / 1_000_000 + "ms";
    }

    private static String count(long tokens) {
        return tokens < 0 ? "-" : Long.toString(tokens);
    }

    /** Characters that could forge a line, or steer a terminal, become spaces. */
    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line.append(isLayout(c) ? ' ' : c);
        }
        return line.toString();
    }

    private static boolean isLayout(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
