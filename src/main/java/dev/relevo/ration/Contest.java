package dev.relevo.ration;

import dev.relevo.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A pool's providers, and the clients that ask it for more than there is. */
final class Contest implements AutoCloseable {
    private final Pool pool;
    private final Duration whole;
    private final Clock clock;
    private final Room room = new Room();
    private final List<Provider> providers;
    private final Tally tally = new Tally();
    private final AtomicInteger ids = new AtomicInteger();
    private final List<Thread> clients = new ArrayList<>();

    /** @param whole for how long they ask */
    Contest(Pool pool, Duration whole, Clock clock) {
        this.pool = pool;
        this.whole = whole;
        this.clock = clock;
        this.providers = pool.offers().stream()
                .map(offer -> new Provider(offer, clock, room::arrived))
                .toList();
        room.watch(providers);
    }

    Pool pool() {
        return pool;
    }

    Duration whole() {
        return whole;
    }

    List<Provider> providers() {
        return providers;
    }

    Tally tally() {
        return tally;
    }

    /** The clients begin. */
    void begin(Client client) {
        long start = clock.nanos();
        Duration pause = pool.pause(whole, capacity());
        for (int i = 0; i < pool.clients(); i++) {
            int number = i;
            clients.add(
                    Thread.ofVirtual().name(pool.name() + "-" + i).start(() -> askAll(client, number, start, pause)));
        }
    }

    /** Waits for the last answers. */
    void await() throws InterruptedException {
        for (Thread each : clients) {
            each.join();
        }
    }

    @Override
    public void close() {
        providers.forEach(Provider::close);
    }

    /** How many requests there is room for. */
    private double capacity() {
        return providers.stream().mapToDouble(this::capacity).sum();
    }

    private double capacity(Provider provider) {
        double least =
                provider.places() * (double) whole.dividedBy(provider.offer().takes());
        for (Quota quota : provider.quotas()) {
            double each = Call.of(1).amount(quota.limit().quantity());
            least = Math.min(least, quota.existed(whole) / each);
        }
        return least;
    }

    /** One client's requests, each at its time, or as soon as the one before is over. */
    private void askAll(Client client, int number, long start, Duration pause) {
        long end = start + whole.toNanos();
        try {
            for (int i = number; clock.nanos() < end; i += pool.clients()) {
                long due = start + i * pause.toNanos();
                if (due >= end) {
                    return;
                }
                Thread.sleep(Duration.ofNanos(Math.max(0, due - clock.nanos())));
                ask(client, number % 2 == 0, end);
            }
        } catch (IOException e) {
            tally.odd("client " + number + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(Client client, boolean obedient, long end) throws IOException, InterruptedException {
        Answer answer = ask(client);
        while (obedient && answer.after() != null) {
            if (clock.nanos() + answer.after().toNanos() >= end) {
                Thread.sleep(Duration.ofNanos(Math.max(0, end - clock.nanos())));
                return;
            }
            Thread.sleep(answer.after());
            answer = ask(client);
            tally.followed(answer);
        }
    }

    private Answer ask(Client client) throws IOException, InterruptedException {
        Call call = Call.of(ids.incrementAndGet());
        long moment = room.sent(call);
        try {
            Answer answer = client.ask(pool.name(), call);
            room.ended(call);
            if (answer.isLimited()) {
                tally.inSpiteOf(room.since(moment));
            }
            tally.add(answer);
            return answer;
        } finally {
            room.ended(call);
        }
    }
}
