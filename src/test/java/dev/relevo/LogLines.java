package dev.relevo;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The access log as it is written, line by line. */
public final class LogLines extends OutputStream {
    private static final long PATIENCE_SECONDS = 10;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @Override
    public synchronized void write(int b) {
        if (b == '\n') {
            lines.add(line.toString(StandardCharsets.UTF_8));
            line.reset();
        } else {
            line.write(b);
        }
    }

    /** Whether there is one already. */
    public boolean hasNext() {
        return !lines.isEmpty();
    }

    /** The next line; fails after 10 s without one. */
    public String next() throws InterruptedException {
        String next = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was logged");
        }
        return next;
    }
}
