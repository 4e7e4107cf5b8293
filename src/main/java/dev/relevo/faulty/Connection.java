package dev.relevo.faulty;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One accepted connection. One virtual thread reads all the time, so a closing is seen in every phase; another answers. */
public final class Connection {
    /** Who ended a connection, and how. */
    public enum Closing {
        CLIENT_FINISHED,
        CLIENT_RESET,
        UPSTREAM
    }

    private final int number;
    private final Socket plain;
    private final FaultyUpstream upstream;
    private final BlockingQueue<Received> unanswered = new LinkedBlockingQueue<>();
    private final CompletableFuture<Closing> closing = new CompletableFuture<>();
    private final AtomicLong sent = new AtomicLong();
    private volatile Socket socket;
    private OutputStream out = OutputStream.nullOutputStream();

    Connection(int number, Socket plain, FaultyUpstream upstream) {
        this.number = number;
        this.plain = plain;
        this.socket = plain;
        this.upstream = upstream;
    }

    /** From 1, in the order of accepting. */
    public int number() {
        return number;
    }

    /** Bytes of answers handed to the socket. */
    public long sent() {
        return sent.get();
    }

    public boolean isOpen() {
        return !closing.isDone();
    }

    /** Waits until either side ends the connection; fails when {@code within} passes first. */
    public Closing awaitClosing(Duration within) throws InterruptedException {
        try {
            return closing.get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("connection " + number + " is still open after " + within, e);
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until the client ends the connection; fails when {@code within} passes first or the upstream ended it. */
    public void awaitClosingByClient(Duration within) throws InterruptedException {
        if (awaitClosing(within) == Closing.UPSTREAM) {
            throw new AssertionError("the upstream itself ended connection " + number);
        }
    }

    void serve(@Nullable SSLContext tls, @Nullable Fault onAccept) {
        Thread answering = Thread.ofVirtual().name("upstream-answers-" + number).unstarted(this::answerAll);
        try {
            plain.setTcpNoDelay(true);
            out = plain.getOutputStream();
            if (onAccept != null && !play(onAccept)) {
                awaitClient();
                return;
            }
            if (tls != null) {
                socket = encrypted(tls);
            }
            out = socket.getOutputStream();
            answering.start();
            readAll();
        } catch (SocketException e) {
            closing.complete(Closing.CLIENT_RESET);
        } catch (IOException e) {
            closing.complete(Closing.CLIENT_FINISHED);
        } catch (InterruptedException e) {
            reset();
        } catch (RuntimeException | AssertionError e) {
            upstream.failed(e);
            reset();
        } finally {
            answering.interrupt();
            close(plain);
        }
    }

    /** RST, from any thread. */
    void reset() {
        closing.complete(Closing.UPSTREAM);
        try {
            plain.setSoLinger(true, 0);
        } catch (IOException e) {
            // Closed before: there is nobody left to tell.
        }
        close(plain);
    }

    private SSLSocket encrypted(SSLContext tls) throws IOException {
        SSLSocket encrypted = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
        encrypted.setUseClientMode(false);
        encrypted.startHandshake();
        return encrypted;
    }

    private void readAll() throws IOException {
        RequestReader requests = new RequestReader(socket.getInputStream(), number);
        for (Received request = requests.next(); request != null; request = requests.next()) {
            upstream.received(request);
            unanswered.add(request);
        }
        throw new EOFException();
    }

    private void awaitClient() throws IOException {
        plain.getInputStream().transferTo(OutputStream.nullOutputStream());
        throw new EOFException();
    }

    private void answerAll() {
        try {
            boolean goesOn = true;
            while (goesOn) {
                Received request = unanswered.take();
                goesOn = answer(upstream.script(request));
            }
        } catch (IOException | InterruptedException e) {
            // The client is gone: the reading thread tells how.
        } catch (RuntimeException | AssertionError e) {
            upstream.failed(e);
            reset();
        }
    }

    private boolean answer(Script script) throws IOException, InterruptedException {
        int at = 0;
        for (Script.Hung hung : script.faults()) {
            write(script, at, hung.offset());
            at = hung.offset();
            if (!play(hung.fault())) {
                return false;
            }
        }
        write(script, at, script.bytes().length);
        if (script.endsTheConnection()) {
            sayGoodbye();
            return false;
        }
        return true;
    }

    private void sayGoodbye() throws IOException {
        if (socket instanceof SSLSocket) {
            socket.shutdownOutput();
        }
        plain.shutdownOutput();
    }

    private void write(Script script, int from, int to) throws IOException {
        int at = from;
        while (at < to) {
            int length = Math.min(script.writeSize(), to - at);
            out.write(script.bytes(), at, length);
            sent.addAndGet(length);
            at += length;
        }
    }

    private boolean play(Fault fault) throws IOException, InterruptedException {
        switch (fault) {
            case Fault.Wait(Gate gate) -> {
                gate.arrive();
                return true;
            }
            case Fault.Pause(Duration time) -> {
                Thread.sleep(time);
                return true;
            }
            case Fault.Flood(byte[] bytes) -> flood(bytes);
            case Fault.Ending.HANG -> {}
            case Fault.Ending.RESET -> reset();
            case Fault.Ending.FINISH -> plain.shutdownOutput();
            case Fault.Ending.CLOSE -> {
                closing.complete(Closing.UPSTREAM);
                plain.close();
            }
        }
        return false;
    }

    private void flood(byte[] bytes) throws IOException {
        while (true) {
            out.write(bytes);
            sent.addAndGet(bytes.length);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Closed is closed.
        }
    }
}
