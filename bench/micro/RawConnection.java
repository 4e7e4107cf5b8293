package dev.relevo.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;

/** One end of a connection over loopback that allocates nothing while bytes come and go. */
final class RawConnection implements Closeable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[64 * 1024];
    private int end;
    private int seen;

    RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        socket.setTcpNoDelay(true);
    }

    static RawConnection to(int port) throws IOException {
        return new RawConnection(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /** Reads until these are the last bytes that came, and forgets all. */
    void readTo(byte[] last) throws IOException {
        while (end < last.length || !Arrays.equals(buffer, end - last.length, end, last, 0, last.length)) {
            readMore();
        }
        end = 0;
        seen = 0;
    }

    /** Reads until these came after what was found before. */
    void readPast(byte[] mark) throws IOException {
        for (int at = seen; ; at++) {
            while (at + mark.length > end) {
                readMore();
            }
            if (Arrays.equals(buffer, at, at + mark.length, mark, 0, mark.length)) {
                seen = at + mark.length;
                return;
            }
        }
    }

    private void readMore() throws IOException {
        int count = in.read(buffer, end, buffer.length - end);
        if (count <= 0) {
            throw new EOFException("after " + new String(buffer, 0, end, UTF_8));
        }
        end += count;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
