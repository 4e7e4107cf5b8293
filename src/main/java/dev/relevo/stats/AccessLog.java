package dev.relevo.stats;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line for each request, each attempt and each turn of a breaker, on a thread of its own that looks twenty times
 * a second, so that no request formats anything, waits for the log or wakes its writer. What does not fit into the queue,
 * or cannot be written, is dropped and counted.
 */
public final class AccessLog implements AutoCloseable {
    private static final int QUEUE_LIMIT = 16_384;
    /** Of bodies in the queue. */
    private static final long BYTES_LIMIT = 16L << 20;
    /** So much is written at once, in characters: it stays in the processor's cache. */
    private static final int PORTION = 8 * 1024;

    private static final long PAUSE_NANOS = 50_000_000;
    private static final String BODIES_ARE_LOGGED =
            "request and answer bodies are logged (server.log-bodies): for debugging only, switch it off afterwards";

    private final OutputStream out;
    private final ConcurrentLinkedQueue<LogEntry> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;
    /** What is yet to be written, in how many lines, and whether what went before was cut short. Of the writer alone. */
    private final StringBuilder lines = new StringBuilder(2 * PORTION);

    private int lineCount;
    private boolean torn;

    private volatile LogStyle style = LogStyle.DEFAULT;
    private volatile boolean noticed = true;
    private volatile boolean closed;

    private AccessLog(OutputStream out) {
        this.out = out;
        this.writer = Thread.ofPlatform().daemon().name("access-log").unstarted(this::run);
    }

    /** One that writes text until it is told otherwise. */
    public static AccessLog to(OutputStream out) {
        AccessLog log = new AccessLog(out);
        log.writer.start();
        return log;
    }

    /** Holds for what is written from now on. */
    public void configure(LogStyle other) {
        noticed = !other.bodies();
        style = other;
    }

    /** How it is written now. */
    public LogStyle style() {
        return style;
    }

    /** Never blocks. */
    public void requestEnded(RequestRecord request) {
        add(request);
    }

    /** Never blocks. */
    public void record(AttemptRecord attempt) {
        add(attempt);
    }

    /** Never blocks. */
    public void breakerTurned(BreakerRecord breaker) {
        add(breaker);
    }

    /** Never blocks. Only where the style of its request's beginning wants bodies. */
    public void bodyEnded(BodyRecord body) {
        add(body);
    }

    /**
     * Tells a person something, whatever the log's level. Never blocks.
     *
     * @param text a line
     */
    public void tell(long epochMillis, String text) {
        add(new Message(epochMillis, text));
    }

    private void add(LogEntry entry) {
        if (entry.level().compareTo(style.from()) < 0) {
            return;
        }
        long bytes = queuedBytes.addAndGet(entry.heldBytes());
        if (queued.incrementAndGet() > QUEUE_LIMIT || (entry.heldBytes() > 0 && bytes > BYTES_LIMIT)) {
            leave(entry);
            dropped.incrementAndGet();
            return;
        }
        queue.add(entry);
    }

    private void leave(LogEntry entry) {
        queued.decrementAndGet();
        queuedBytes.addAndGet(-entry.heldBytes());
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
        if (!noticed) {
            noticed = true;
            notice(BODIES_ARE_LOGGED);
        }
        for (LogEntry entry = next(); entry != null; entry = next()) {
            appendOrDrop(entry);
            if (lines.length() > PORTION) {
                writeLines();
            }
        }
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            notice(lost + " lines dropped");
        }
        if (!lines.isEmpty()) {
            writeLines();
            flush();
        }
    }

    private void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            torn = true;
        }
    }

    /** A disk may be full, or a pipe's reader gone; what comes later may be written again. */
    private void writeLines() {
        try {
            out.write((torn ? "\n" + lines : lines.toString()).getBytes(StandardCharsets.UTF_8));
            torn = false;
        } catch (IOException e) {
            torn = true;
            dropped.addAndGet(lineCount);
        }
        lines.setLength(0);
        lineCount = 0;
    }

    private @Nullable LogEntry next() {
        LogEntry entry = queue.poll();
        if (entry != null) {
            leave(entry);
        }
        return entry;
    }

    /** An entry that cannot be told, such as a body that a redaction cannot cope with, does not end the log. */
    private void appendOrDrop(LogEntry entry) {
        int before = lines.length();
        try {
            append(entry);
            lineCount++;
        } catch (RuntimeException | StackOverflowError e) {
            lines.setLength(before);
            dropped.incrementAndGet();
        }
    }

    private void append(LogEntry entry) {
        LogStyle now = style;
        if (now.json()) {
            JsonLines.append(lines, entry, now);
        } else {
            TextLines.append(lines, entry, now);
        }
    }

    private void notice(String message) {
        if (style.json()) {
            JsonLines.notice(lines, message);
        } else {
            TextLines.notice(lines, message);
        }
    }
}
