import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Load for bench/overload: {@code java Load.java PORT BODY-FILE kept|fresh CONNECTIONS RATE SECONDS PATIENCE-SECONDS}.
 *
 * <p>With a rate, so many requests a second begin at their time, answered or not (an open loop): on a connection that is
 * idle or on a new one, and where all are taken, as soon as one is free. Rate 0 is a closed loop: each connection asks again
 * when it was answered. A client gives up when its patience is over, counted from when its request should have begun.
 * Prints one line, {@code key=value} with blanks between.
 */
final class Load {
    private static final int NANOS = 1_000_000_000;
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final InetSocketAddress server;
    private final byte[] request;
    private final boolean fresh;
    private final int most;
    private final double rate;
    private final long seconds;
    private final long patience;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private final Deque<Client> idle = new ArrayDeque<>();
    private final Deque<Long> waiting = new ArrayDeque<>();
    private final Set<Client> asking = new LinkedHashSet<>();
    private final long[] served = new long[20_000_000];
    private int open;
    private int servedCount;
    private long refused;
    private long otherwise;
    private long gaveUp;
    private long broken;

    private Load(String[] arguments) throws IOException {
        this.server = new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0]));
        byte[] body = Files.readAllBytes(Path.of(arguments[1]));
        this.fresh = arguments[2].equals("fresh");
        this.most = Integer.parseInt(arguments[3]);
        this.rate = Double.parseDouble(arguments[4]);
        this.seconds = Long.parseLong(arguments[5]);
        this.patience = (long) (Double.parseDouble(arguments[6]) * NANOS);
        this.request = request(body);
    }

    public static void main(String[] arguments) throws IOException {
        new Load(arguments).run();
    }

    private static byte[] request(byte[] body) {
        byte[] head = ("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    /** One connection, and the request on it. */
    private final class Client {
        private final SocketChannel channel = SocketChannel.open();
        private final SelectionKey key;
        private final StringBuilder head = new StringBuilder();
        private long due;
        private long missing;
        private boolean headRead;
        private int status;
        private boolean last;

        private Client() throws IOException {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            key = channel.register(selector, 0, this);
        }

        private void connect(long when) throws IOException {
            due = when;
            asking.add(this);
            if (channel.connect(server)) {
                send();
            } else {
                key.interestOps(SelectionKey.OP_CONNECT);
            }
        }

        private void ask(long when) throws IOException {
            due = when;
            asking.add(this);
            send();
        }

        private void send() throws IOException {
            head.setLength(0);
            headRead = false;
            ByteBuffer out = ByteBuffer.wrap(request);
            while (out.hasRemaining()) {
                channel.write(out);
            }
            key.interestOps(SelectionKey.OP_READ);
        }

        private void ready() {
            try {
                if (key.isConnectable()) {
                    channel.finishConnect();
                    send();
                } else {
                    read();
                }
            } catch (IOException e) {
                ended();
            }
        }

        private void read() throws IOException {
            buffer.clear();
            int count = channel.read(buffer);
            if (count < 0) {
                ended();
                return;
            }
            buffer.flip();
            int bodyBytes = headRead ? count : takeHead();
            if (headRead) {
                missing -= bodyBytes;
                if (missing <= 0) {
                    answered();
                }
            }
        }

        /** How many bytes of the body came with it. */
        private int takeHead() {
            int before = head.length();
            head.append(StandardCharsets.ISO_8859_1.decode(buffer));
            int end = head.indexOf("\r\n\r\n", Math.max(0, before - END_OF_HEAD.length));
            if (end < 0) {
                return 0;
            }
            headRead = true;
            String text = head.substring(0, end).toLowerCase(java.util.Locale.ROOT);
            status = Integer.parseInt(text, 9, 12, 10);
            last = text.contains("connection: close");
            int length = text.indexOf("content-length:") + 15;
            int lineEnd = text.indexOf('\r', length);
            missing = Long.parseLong(text.substring(length, lineEnd < 0 ? text.length() : lineEnd).trim());
            return head.length() - end - END_OF_HEAD.length;
        }

        private void answered() throws IOException {
            asking.remove(this);
            if (status == 200) {
                served[servedCount++] = System.nanoTime() - due;
            } else if (status == 503) {
                refused++;
            } else {
                otherwise++;
            }
            if (fresh || last) {
                close();
            } else {
                key.interestOps(SelectionKey.OP_READ);
                idle.push(this);
            }
        }

        /** By the server, or the network. */
        private void ended() {
            if (asking.remove(this)) {
                broken++;
            } else {
                idle.remove(this);
            }
            close();
        }

        private void giveUp() {
            gaveUp++;
            close();
        }

        private void close() {
            try {
                channel.close();
                open--;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private void run() throws IOException {
        long began = System.nanoTime();
        long end = began + seconds * NANOS;
        long planned = 0;
        for (long now = began; now < end; now = System.nanoTime()) {
            if (rate > 0) {
                for (; planned < (now - began) / 1e9 * rate; planned++) {
                    waiting.add(began + (long) (planned / rate * 1e9));
                }
            }
            start(now);
            endImpatient(now);
            if (rate > 0) {
                selector.selectNow();
            } else {
                selector.select(10);
            }
            selector.selectedKeys().forEach(key -> ((Client) key.attachment()).ready());
            selector.selectedKeys().clear();
        }
        print((System.nanoTime() - began) / 1e9, planned);
    }

    private void start(long now) throws IOException {
        while (!waiting.isEmpty() && now - waiting.peek() > patience) {
            waiting.poll();
            gaveUp++;
        }
        while (rate > 0 ? !waiting.isEmpty() : asking.size() < most) {
            Client kept = idle.poll();
            if (kept == null && open >= most) {
                return;
            }
            long due = rate > 0 ? waiting.poll() : now;
            if (kept == null) {
                open++;
                new Client().connect(due);
            } else {
                try {
                    kept.ask(due);
                } catch (IOException e) {
                    kept.ended();
                }
            }
        }
    }

    /** Those that asked first come first. */
    private void endImpatient(long now) {
        while (!asking.isEmpty()) {
            Client first = asking.iterator().next();
            if (now - first.due <= patience) {
                return;
            }
            asking.remove(first);
            first.giveUp();
        }
    }

    private void print(double took, long planned) {
        Arrays.sort(served, 0, servedCount);
        System.out.printf(
                "offered=%.0f served=%.0f refused=%.0f other=%.0f gave_up=%.0f broken=%.0f open=%d p50=%.1f p99=%.1f max=%.1f%n",
                planned / took,
                servedCount / took,
                refused / took,
                otherwise / took,
                gaveUp / took,
                broken / took,
                open,
                millis(0.5),
                millis(0.99),
                millis(1));
    }

    private double millis(double part) {
        return servedCount == 0 ? 0 : served[(int) Math.min(servedCount - 1, part * servedCount)] / 1e6;
    }
}
