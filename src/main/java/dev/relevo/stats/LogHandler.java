package dev.relevo.stats;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/**
 * Writes what java.util.logging gets on a thread of its own, so that nobody who logs waits for whoever reads the log. What
 * does not fit into the queue, or cannot be written, is dropped and counted.
 */
public final class LogHandler extends Handler {
    private static final int QUEUE_LIMIT = 1024;
    private static final long LAST_LINES_MILLIS = 500;

    private final OutputStream out;
    private final BlockingQueue<String> queue = new ArrayBlockingQueue<>(QUEUE_LIMIT);
    private final AtomicInteger dropped = new AtomicInteger();
    private final Thread writer = Thread.ofPlatform().daemon().name("log").unstarted(this::run);
    private volatile boolean closed;

    public LogHandler(OutputStream out, Formatter format) {
        this.out = out;
        setFormatter(format);
        writer.start();
    }

    /** Never blocks. */
    @Override
    public void publish(LogRecord said) {
        if (isLoggable(said) && !queue.offer(getFormatter().format(said))) {
            dropped.incrementAndGet();
        }
    }

    /** Does nothing: each line is written as soon as it can be. */
    @Override
    public void flush() {}

    /** Writes what is queued, unless that takes long. */
    @Override
    public void close() {
        closed = true;
        writer.interrupt();
        try {
            writer.join(LAST_LINES_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                write(queue.take());
            }
        } catch (InterruptedException e) {
            // It is closed.
        }
        for (String line = queue.poll(); line != null; line = queue.poll()) {
            write(line);
        }
    }

    private void write(String line) {
        int lost = dropped.getAndSet(0);
        try {
            out.write((lost == 0 ? line : "log: " + lost + " lines dropped\n" + line).getBytes(UTF_8));
            out.flush();
        } catch (IOException e) {
            dropped.addAndGet(lost + 1);
        }
    }
}
