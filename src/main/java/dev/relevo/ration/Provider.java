package dev.relevo.ration;

import dev.relevo.config.Period;
import dev.relevo.config.QuotaLimit;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Received;
import dev.relevo.faulty.Script;
import dev.relevo.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A provider on a socket that counts exactly what it is asked, and refuses what is more than it allows. */
final class Provider implements AutoCloseable {
    private final Offer offer;
    private final Clock clock;
    private final Consumer<Call> arrival;
    private final FaultyUpstream upstream = FaultyUpstream.start().forgetting();
    private final List<Quota> quotas = new ArrayList<>();
    private final Set<Integer> refused = new TreeSet<>();
    private long places = Long.MAX_VALUE;
    private int underWay;
    private int mostUnderWay;
    private int crowdedOut;
    private long answered;

    /** Those that came in, and whose clients have no answer yet. */
    private final Set<Integer> unfinished = new TreeSet<>();

    /** @param arrival is told of each call that comes in, before it is answered */
    Provider(Offer offer, Clock clock, Consumer<Call> arrival) {
        this.offer = offer;
        this.clock = clock;
        this.arrival = arrival;
        for (QuotaLimit limit : offer.limits()) {
            Period period = limit.period();
            if (period == null) {
                places = limit.most();
            } else {
                quotas.add(new Quota(limit, period, offer.manner(), clock));
            }
        }
        upstream.always(this::answer);
    }

    Offer offer() {
        return offer;
    }

    int port() {
        return upstream.port();
    }

    String yaml() {
        return offer.yaml(upstream.baseUrl());
    }

    List<Quota> quotas() {
        return List.copyOf(quotas);
    }

    /** How many it may answer at a time. */
    long places() {
        return places;
    }

    synchronized int mostUnderWay() {
        return mostUnderWay;
    }

    /** Refused because too many were under way. */
    synchronized int crowdedOut() {
        return crowdedOut;
    }

    synchronized long answered() {
        return answered;
    }

    /** Of which requests it refused a call, for whatever reason. */
    synchronized Set<Integer> refused() {
        return Set.copyOf(refused);
    }

    /** Whether there is nothing to be seen of more calls, or of more money, than allowed. */
    synchronized boolean isKept() {
        return refused.isEmpty() && quotas.stream().allMatch(quota -> quota.overspent() == 0);
    }

    /**
     * Whether there is room for one more that nobody can overlook. Of places nobody knows that: a client has its answer
     * before Relevo knows that it has. Nor does anybody where headers tell only when all is back.
     *
     * @param underWay calls that clients have sent and that came in nowhere yet: each may be on its way here
     */
    synchronized boolean surelyHasRoom(int underWay) {
        int more = underWay + unfinished.size() + 1;
        return places == Long.MAX_VALUE && quotas.stream().allMatch(quota -> quota.surelyHasRoom(more, clock.nanos()));
    }

    /** A client has its answer, which may have been this one's. */
    synchronized void ended(Call call) {
        if (unfinished.remove(call.id())) {
            quotas.forEach(quota -> quota.ended(call, clock.nanos()));
        }
    }

    /** @throws AssertionError if it was sent what is no request of ours */
    @Override
    public void close() {
        upstream.close();
    }

    private Script answer(Received received) {
        Call call = Call.read(received.text());
        Script refusal = admit(call);
        arrival.accept(call);
        if (refusal != null) {
            return refusal;
        }
        try {
            Thread.sleep(offer.takes());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return end(call);
    }

    /** Null where it has room, which is then taken. */
    private synchronized @Nullable Script admit(Call call) {
        long now = clock.nanos();
        List<Quota> lacking = quotas.stream()
                .filter(quota -> quota.isTheirs() && !quota.hasRoom(call, now))
                .toList();
        boolean crowded = underWay >= places;
        if (crowded || !lacking.isEmpty()) {
            crowdedOut += crowded ? 1 : 0;
            lacking.forEach(quota -> quota.refuse(now));
            refused.add(call.id());
            return new Speech(offer.manner(), quotas, now).refusal(call, lacking);
        }
        underWay++;
        mostUnderWay = Math.max(mostUnderWay, underWay);
        unfinished.add(call.id());
        quotas.forEach(quota -> quota.take(call, now));
        return null;
    }

    private synchronized Script end(Call call) {
        underWay--;
        answered++;
        return new Speech(offer.manner(), quotas, clock.nanos()).answer(call);
    }
}
