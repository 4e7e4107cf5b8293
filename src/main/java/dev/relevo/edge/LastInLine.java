package dev.relevo.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.Pipe;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task once every virtual thread that could be run before it has been. First come those for whom bytes had come: it
 * sends itself a byte, for which a virtual thread waits as others do for clients and providers. Then those that platform
 * threads started or woke: that one starts another, for the task.
 */
final class LastInLine implements Executor, AutoCloseable {
    private final Pipe pipe;
    private volatile @Nullable Runnable task;

    /** @throws UncheckedIOException if no pipe can be had */
    LastInLine() {
        try {
            pipe = Pipe.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("turnstile-line").start(this::stand);
    }

    /** The task before has run. */
    @Override
    public void execute(Runnable next) {
        task = next;
        try {
            int _ = pipe.sink().write(ByteBuffer.allocate(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void stand() {
        ByteBuffer one = ByteBuffer.allocate(1);
        try {
            while (pipe.source().read(one.clear()) > 0) {
                Thread.ofVirtual().name("turnstile").start(Objects.requireNonNull(task));
            }
        } catch (ClosedChannelException closed) {
            // Nobody stands in it any more.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try (Pipe.SinkChannel _ = pipe.sink()) {
            pipe.source().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
