package dev.relevo.ration;

import dev.relevo.chaos.Subject;
import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a process until it is killed, and of the next one: a pool of its own, of three providers that allow five
 * requests a day and one that says at its first call to come again in an hour.
 */
final class Life implements AutoCloseable {
    private static final int PROVIDERS = 3;
    private static final int MOST = 5;
    private static final int CLIENTS = 4;
    private static final int AFTERWARDS = PROVIDERS * MOST + 1;

    private static final Duration LATE = Duration.ofSeconds(3);

    /** What a process says that has relied on something before it was on the disk. */
    private static final String SLOW = "a sudden end may lose";

    private final String name;
    private final List<Provider> spendable = new ArrayList<>();
    private final Provider resting;
    private final AtomicInteger ids = new AtomicInteger();
    private final Set<Integer> answered = Collections.synchronizedSet(new TreeSet<>());
    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());

    private volatile boolean everythingIsKnown;
    private @Nullable Subject killed;

    Life(int number) {
        name = "life" + number;
        for (int i = 0; i < PROVIDERS; i++) {
            spendable.add(provider("p" + number + "-" + i, Manner.CONFIGURED, MOST));
        }
        resting = provider("rests" + number, Manner.HEADERS, 0);
    }

    /** @param before whose providers are to be configured too */
    String yaml(@Nullable Life before) {
        return "providers:\n" + (before == null ? "" : before.providers()) + providers() + "models:\n"
                + (before == null ? "" : before.pool()) + pool();
    }

    /**
     * Asks, with several clients at once, until it is killed after so many answers.
     *
     * @param late whether that is some seconds after the last of them
     * @return how many answers there were
     */
    int untilKilled(Subject subject, int answers, boolean late) throws InterruptedException, IOException {
        AtomicInteger left = new AtomicInteger(answers);
        everythingIsKnown = late;
        try (Client client = new Client(subject.port())) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                threads.add(Thread.ofVirtual().name(name + "-" + i).start(() -> askUntilKilled(client, subject, left)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        if (subject.exit(Duration.ofMinutes(1)) == null) {
            throw new IOException("the process was killed and goes on");
        }
        killed = subject;
        return answers;
    }

    /** How many of the providers are spent or rest, as far as the process that was killed must have known. */
    int spent() {
        long spent = spendable.stream().filter(Life::isSpent).count();
        return Math.toIntExact(spent) + (isKnownToRest() ? 1 : 0);
    }

    /** Asks the next process for more than can be left. */
    void after(Subject subject) throws IOException, InterruptedException {
        List<Provider> known = spendable.stream()
                .filter(provider -> everythingIsKnown || isSpent(provider))
                .toList();
        int calls = resting.refused().size();
        boolean rests = isKnownToRest();
        askForMore(subject);
        if (rests && resting.refused().size() > calls) {
            complaints.add(name + ": the provider that rests was asked again");
        }
        for (Provider provider : spendable) {
            if (known.contains(provider) && !provider.isKept()) {
                complaints.add(name + ": " + provider.offer().name() + " was asked again though it was spent");
            }
        }
    }

    /** By how many calls of the last second before its end too much was asked of those that were not spent. */
    int forgotten() {
        return spendable.stream()
                .mapToInt(provider -> provider.refused().size())
                .sum();
    }

    private void askForMore(Subject subject) throws IOException, InterruptedException {
        try (Client client = new Client(subject.port())) {
            for (int i = 0; i < AFTERWARDS; i++) {
                Answer answer = client.ask(name, Call.of(ids.incrementAndGet()));
                if (!answer.isWhole() && !answer.isLimited()) {
                    complaints.add(name + ": " + answer.status() + " " + answer.body());
                }
            }
        }
    }

    private static boolean isSpent(Provider provider) {
        return provider.quotas().getFirst().used() == MOST;
    }

    /** Whether the machine was too slow to keep what was relied on, and the process said so: then nothing is proven. */
    boolean slow() {
        return killed != null && killed.lastLines().stream().anyMatch(line -> line.contains(SLOW));
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        spendable.forEach(Provider::close);
        resting.close();
    }

    /** Whether a client had an answer whose request it had refused: so that was learned before. */
    private boolean isKnownToRest() {
        return !Collections.disjoint(resting.refused(), Set.copyOf(answered));
    }

    private void askUntilKilled(Client client, Subject subject, AtomicInteger left) {
        try {
            while (left.get() > 0) {
                Call call = Call.of(ids.incrementAndGet());
                client.ask(name, call);
                answered.add(call.id());
                if (left.decrementAndGet() == 0) {
                    Thread.sleep(everythingIsKnown ? LATE : Duration.ZERO);
                    subject.process().destroyForcibly();
                }
            }
        } catch (IOException e) {
            // It was killed meanwhile.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String providers() {
        return spendable.stream().map(Provider::yaml).collect(Collectors.joining()) + resting.yaml();
    }

    private String pool() {
        List<Offer> offers = new ArrayList<>(List.of(resting.offer()));
        spendable.forEach(provider -> offers.add(provider.offer()));
        return new Pool(name, Duration.ZERO, CLIENTS, offers).yaml();
    }

    private static Provider provider(String name, Manner manner, int most) {
        Offer offer = new Offer(
                name, manner, List.of(Offer.rolling(Quantity.REQUESTS, Period.DAY, most)), Duration.ofMillis(5));
        return new Provider(offer, Clock.system(), _ -> {});
    }
}
