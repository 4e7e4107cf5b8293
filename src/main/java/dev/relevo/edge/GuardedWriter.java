package dev.relevo.edge;

import dev.relevo.time.Clock;
import dev.relevo.time.Watchdog;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import java.time.Duration;
import java.util.function.Supplier;

/** A connection's outgoing bytes: whoever writes waits for the client, but not for ever. */
final class GuardedWriter implements DataWriter {
    /** So much is written at once: a client that takes it in time, if slowly, goes on. */
    private static final int PIECE = 64 * 1024;

    private final DataWriter writer;
    private final Supplier<ConnectionLimits> limits;
    private final Alarm alarm;

    /** @param stalled runs when the client has taken nothing for too long; it ends the connection */
    GuardedWriter(
            DataWriter writer, Supplier<ConnectionLimits> limits, Clock clock, Watchdog watchdog, Runnable stalled) {
        this.writer = writer;
        this.limits = limits;
        this.alarm = new Alarm(clock, watchdog, () -> expired(stalled));
    }

    @Override
    public void writeNow(BufferData buffer) {
        if (buffer.available() <= PIECE) {
            timed(buffer);
            return;
        }
        while (!buffer.consumed()) {
            byte[] piece = new byte[Math.min(PIECE, buffer.available())];
            buffer.read(piece);
            timed(BufferData.create(piece));
        }
    }

    @Override
    public void writeNow(BufferData... buffers) {
        for (BufferData buffer : buffers) {
            writeNow(buffer);
        }
    }

    @Override
    public void write(BufferData buffer) {
        writeNow(buffer);
    }

    @Override
    public void write(BufferData... buffers) {
        writeNow(buffers);
    }

    @Override
    public void flush() {
        writer.flush();
    }

    @Override
    public void close() {
        writer.close();
    }

    /** The connection's thread has left it; nothing is timed any more. */
    void done() {
        alarm.close();
    }

    private void timed(BufferData buffer) {
        Duration stall = limits.get().writeStall();
        alarm.set(stall);
        try {
            writer.writeNow(buffer);
        } finally {
            alarm.unset();
        }
    }

    private void expired(Runnable stalled) {
        if (alarm.isDue()) {
            stalled.run();
        }
    }
}
