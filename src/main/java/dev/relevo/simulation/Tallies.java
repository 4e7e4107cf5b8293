package dev.relevo.simulation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** What became of the requests. */
final class Tallies {
    private final Map<String, Client> clients = new LinkedHashMap<>();
    private final Map<String, Long> answersBy = new TreeMap<>();
    private long refusedInSpite;
    private String example = "";
    private long upstreamRefusals;

    /** What one client saw. */
    static final class Client {
        private long requests;
        private long answered;
        private long refused;
        private long waited;
        private long waitedNanos;
        private long longestNanos;

        long requests() {
            return requests;
        }

        long answered() {
            return answered;
        }

        long refused() {
            return refused;
        }

        /** Answered, but not at once. */
        long waited() {
            return waited;
        }

        Duration meanWait() {
            return Duration.ofNanos(waited == 0 ? 0 : waitedNanos / waited);
        }

        Duration longestWait() {
            return Duration.ofNanos(longestNanos);
        }
    }

    Client client(String name) {
        return clients.computeIfAbsent(name, _ -> new Client());
    }

    Map<String, Client> clients() {
        return clients;
    }

    Map<String, Long> answersBy() {
        return answersBy;
    }

    /** Refused although some target had room. */
    long refusedInSpite() {
        return refusedInSpite;
    }

    /** The first of those, for people; empty if there was none. */
    String example() {
        return example;
    }

    long upstreamRefusals() {
        return upstreamRefusals;
    }

    void requested(Work work) {
        client(work.client()).requests++;
    }

    void upstreamRefused() {
        upstreamRefusals++;
    }

    void answered(Work work, String target, Duration waited) {
        Client client = client(work.client());
        client.answered++;
        answersBy.merge(target, 1L, Long::sum);
        if (waited.isPositive()) {
            client.waited++;
            client.waitedNanos += waited.toNanos();
            client.longestNanos = Math.max(client.longestNanos, waited.toNanos());
        }
    }

    void refused(Work work) {
        client(work.client()).refused++;
    }

    void refusedInSpite(String what) {
        example = refusedInSpite == 0 ? what : example;
        refusedInSpite++;
    }

    long answered() {
        return clients.values().stream().mapToLong(Client::answered).sum();
    }

    long requests() {
        return clients.values().stream().mapToLong(Client::requests).sum();
    }

    /**
     * How evenly the clients were served: Jain's index of what each got of what it had got, had all been shared evenly
     * with nobody given more than it asked for. One where it is even, one by their number where one got all.
     */
    double fairness() {
        double even = even();
        double sum = 0;
        double squares = 0;
        int count = 0;
        for (Client client : clients.values()) {
            double due = Math.min((double) client.requests, even);
            if (due > 0) {
                double share = client.answered / due;
                sum += share;
                squares += share * share;
                count++;
            }
        }
        return squares == 0 ? 1 : sum * sum / (count * squares);
    }

    /** The most that each may get, so that all that was answered is given away. */
    private double even() {
        double low = 0;
        double high = requests();
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            double given = clients.values().stream()
                    .mapToDouble(client -> Math.min((double) client.requests, middle))
                    .sum();
            low = given < answered() ? middle : low;
            high = given < answered() ? high : middle;
        }
        return high;
    }
}
