package dev.relevo.soak;

import dev.relevo.chaos.Client;
import dev.relevo.chaos.Finding;
import dev.relevo.chaos.Mix;
import dev.relevo.chaos.Question;
import dev.relevo.chaos.Reply;
import dev.relevo.chaos.Verdict;
import dev.relevo.time.Clock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.random.RandomGenerator;

/** Clients that want an answer, in a hurry or not; each must get it whole. */
final class Guests {
    /** A server may end a connection on which nothing happens. */
    private static final Duration KEPT = Duration.ofSeconds(3);

    private static final int NARROW = 4_096;
    private static final int PIECES = 4;

    private final Door door;
    private final Large large;
    private final Clock clock;
    private final Deque<Kept> kept = new ConcurrentLinkedDeque<>();

    private record Kept(Client client, long since) {}

    Guests(Door door, Large large, Clock clock) {
        this.door = door;
        this.large = large;
        this.clock = clock;
    }

    Finding ask(Mix mix, RandomGenerator random) throws IOException {
        Question question = mix.question(random);
        Client client = client();
        Reply reply = client.ask(question.model(), question.stream(), question.number());
        kept.push(new Kept(client, clock.nanos()));
        return question.verification().of(reply);
    }

    Finding askForMuch(RandomGenerator random) throws IOException {
        Large.Wish wish = Large.Wish.any(random);
        try (Socket socket = door.open()) {
            socket.getOutputStream().write(wish.bytes(door.port()));
            return large.judge(wish, Client.reply(socket.getInputStream()));
        }
    }

    Finding readSlowly(RandomGenerator random) throws IOException {
        Large.Wish wish = Large.Wish.largest(random);
        boolean patient = random.nextBoolean();
        try (Socket socket = door.open(NARROW)) {
            socket.getOutputStream().write(wish.bytes(door.port()));
            if (patient) {
                Duration pause = Duration.ofMillis(random.nextInt(1, 20));
                InputStream in = new SlowInput(socket.getInputStream(), 2 * NARROW, pause);
                return large.judge(wish, Client.reply(in));
            }
            socket.getInputStream().readNBytes(random.nextInt(1, 10 * NARROW));
            Pause.of(Duration.ofMillis(random.nextInt(1, 3_000)));
            return Visit.FINE;
        }
    }

    Finding sendSlowly(Mix mix, RandomGenerator random) throws IOException {
        Question question = mix.question(random);
        byte[] bytes = door.bytes(question);
        boolean patient = random.nextBoolean();
        int length = patient ? bytes.length : random.nextInt(1, bytes.length);
        try (Socket socket = door.open()) {
            OutputStream out = socket.getOutputStream();
            for (int from = 0; from < length; ) {
                int size = Math.min(length - from, length / PIECES + 1);
                out.write(bytes, from, size);
                from += size;
                Pause.of(Duration.ofMillis(random.nextInt(1, 300)));
            }
            return patient ? question.verification().of(Client.reply(socket.getInputStream())) : Visit.FINE;
        }
    }

    Finding askForHealth() throws IOException {
        Reply reply = door.get("/health/live");
        return reply.status() == 200
                ? Visit.FINE
                : new Finding(Verdict.LOST, "health: status " + reply.status() + " " + reply.text());
    }

    /** Ends the connections that are kept. */
    void leave() throws IOException {
        for (Kept one = kept.poll(); one != null; one = kept.poll()) {
            one.client().close();
        }
    }

    private Client client() throws IOException {
        Kept youngest = kept.poll();
        if (youngest == null) {
            return new Client(door.port());
        }
        if (clock.nanos() - youngest.since() < KEPT.toNanos()) {
            return youngest.client();
        }
        youngest.client().close();
        leave();
        return new Client(door.port());
    }
}
