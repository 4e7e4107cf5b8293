package dev.relevo.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Alias;
import dev.relevo.config.Entry;
import dev.relevo.config.Feature;
import dev.relevo.config.Provider;
import dev.relevo.config.Retries;
import dev.relevo.config.Sample;
import dev.relevo.config.Server;
import dev.relevo.config.Settings;
import dev.relevo.config.Strategy;
import dev.relevo.dialect.ScopeKind;
import dev.relevo.dialect.Usage;
import dev.relevo.routing.Upstreams.End;
import dev.relevo.routing.Upstreams.Fate;
import dev.relevo.routing.Upstreams.Mode;
import dev.relevo.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Streams asked of four providers in virtual time, with retries, waits, hedges, clients that leave, and reloads in between.
 * One model of each provider changes as {@link Upstreams} say; its sibling always answers.
 */
final class OutageSimulation {
    private static final Set<Feature> CHAT = Set.of(Feature.CHAT);

    /** What a hedge that was quicker than a probe may add to a recovery. */
    private static final Duration OUTRUN = Duration.ofSeconds(5);

    private static final Retries RETRIES = new Retries(1, Duration.ofSeconds(2), true);
    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    private final Random random;
    private final Strategy strategy;
    private final Settings settings;
    private final Health health;
    private final Upstreams upstreams;
    private final Promises promises = new Promises();
    private final Agenda agenda = new Agenda();
    private Pool pool;
    private Pool siblings;
    private long now;

    private record Attempt(Lease lease, Fate fate) {}

    private record Request(Plan plan, List<Lease> tried, List<Attempt> running) {}

    OutageSimulation(Strategy strategy, long seed) {
        this.random = new Random(seed);
        this.strategy = strategy;
        this.upstreams = new Upstreams(NAMES, random);
        this.health = new Health(random, Clock.system());
        List<Provider> providers = List.of(Requests.providers(NAMES.toArray(String[]::new)));
        this.settings = new Settings(
                Server.DEFAULT, providers, List.of(alias("auto", "changing"), alias("siblings", "sound")), List.of());
        Router router = router();
        this.pool = Requests.pool(router);
        this.siblings = Objects.requireNonNull(router.pool("siblings"));
    }

    private Alias alias(String name, String model) {
        List<Entry> entries = NAMES.stream()
                .map(provider -> new Entry(provider, model, 1, null, 1, null, null, null, Promises.TERMS))
                .toList();
        return Sample.alias(name, strategy, entries, RETRIES);
    }

    private Router router() {
        Router router = new Router(settings, health, random);
        health.retain(router);
        return router;
    }

    void run(int steps) {
        in(Duration.ZERO, this::arrive);
        in(Duration.ofSeconds(5), this::change);
        in(Duration.ofSeconds(30), this::reload);
        for (int step = 0; step < steps; step++) {
            agenda.step();
            promises.assertBudgetIsHeld(upstreams.allAre(Mode.FAILING));
            upstreams.assertRecovered(strategy, now);
        }
        agenda.end();
        pool.candidates().forEach(promises::assertNothingIsReserved);
    }

    Promises promises() {
        return promises;
    }

    int outages() {
        return upstreams.outages();
    }

    private void change() {
        upstreams.change(now);
        agenda.again(millis(100, 20_000), timed(this::change));
    }

    private void reload() {
        Router router = router();
        pool = Requests.pool(router);
        siblings = Objects.requireNonNull(router.pool("siblings"));
        agenda.again(millis(1, 60_000), timed(this::reload));
    }

    private void arrive() {
        agenda.again(millis(1, 40), timed(this::arrive));
        if (random.nextInt(5) == 0) {
            arriveAtSibling();
            return;
        }
        promises.requested();
        double before = pool.health().budget().left(now);
        boolean nobodyWaits = pool.health().queue().isEmpty();
        Explanation foretold = pool.explain(Requests.ask(CHAT, true), now);
        Request request = new Request(pool.plan(Requests.ask(CHAT, true)), new ArrayList<>(), new ArrayList<>());
        seek(request);
        promises.foretold(foretold, request.tried());
        if (nobodyWaits
                && !request.tried().isEmpty()
                && !request.tried().getFirst().isTrial()) {
            double after = pool.health().budget().left(now);
            assertEquals(Math.min(100, before + 0.2), after, 1e-6, "a first attempt on a healthy target is free");
        }
    }

    /** Whatever becomes of the other model: only an endpoint that is not reached is the sibling's matter. */
    private void arriveAtSibling() {
        Lease lease = assertInstanceOf(
                Lease.class, siblings.plan(Requests.ask(CHAT, true)).next(now));
        assertTrue(lease.candidate().model().breaker(Promises.CHAT).isClosed(), "it suffers from its sibling");
        lease.released(now);
        for (Candidate sibling : siblings.candidates()) {
            assertFalse(sibling.scopes().resting(now), "it rests with its sibling");
        }
    }

    private void seek(Request request) {
        List<Candidate> left = pool.candidates().stream()
                .filter(candidate -> request.tried().stream()
                        .allMatch(lease -> lease.repeats().opens(candidate) <= now))
                .toList();
        boolean served = request.plan().isDecided();
        Plan.Step step = request.plan().next(now);
        double budget = pool.health().budget().left(now);
        if (!served) {
            promises.chose(new Promises.Choice(step, left, List.copyOf(request.tried()), budget));
        }
        switch (step) {
            case Lease lease -> begin(request, lease, repeats(request, lease), false);
            case Plan.Later later -> await(request, later.pause());
            case Plan.Spent _ -> {}
        }
    }

    private void await(Request request, Duration pause) {
        AtomicBoolean over = new AtomicBoolean();
        Runnable next = () -> {
            if (!over.getAndSet(true)) {
                seek(request);
            }
        };
        request.plan().whenDecided(() -> in(Duration.ZERO, next));
        in(pause, next);
    }

    private static boolean repeats(Request request, Lease lease) {
        return request.tried().stream().anyMatch(earlier -> earlier.candidate().isSame(lease.candidate()));
    }

    private void begin(Request request, Lease lease, boolean extra, boolean hedge) {
        promises.called(lease, extra, hedge);
        lease.sentWhen(random::nextBoolean);
        Attempt attempt = new Attempt(lease, upstreams.fate(provider(lease)));
        request.tried().add(lease);
        request.running().add(attempt);
        in(attempt.fate().took(), () -> end(request, attempt));
        Duration delay = hedge ? null : request.plan().hedgeAfter();
        if (delay != null && attempt.fate().took().compareTo(delay) > 0) {
            in(delay, () -> hedge(request, attempt));
        }
    }

    private void hedge(Request request, Attempt late) {
        Lease lease = request.running().contains(late) ? request.plan().hedge(now) : null;
        if (lease != null) {
            begin(request, lease, false, true);
        }
    }

    private void end(Request request, Attempt attempt) {
        if (!request.running().remove(attempt)) {
            return;
        }
        learn(attempt);
        promises.ended(attempt.lease());
        End end = attempt.fate().end();
        if (end == End.ANSWER || end == End.CLIENT_GONE) {
            giveUp(request, end);
        } else if (request.running().isEmpty()) {
            after(request, attempt);
        }
    }

    private void giveUp(Request request, End end) {
        for (Attempt other : request.running()) {
            if (end == End.ANSWER) {
                other.lease().lost(now);
                upstreams.delayed(provider(other.lease()), OUTRUN);
            } else {
                other.lease().released(now);
            }
            promises.ended(other.lease());
        }
        request.running().clear();
    }

    private void learn(Attempt attempt) {
        Lease lease = attempt.lease();
        switch (attempt.fate().end()) {
            case ANSWER -> {
                lease.answered(now);
                lease.completed(now);
                lease.settled(random.nextBoolean() ? null : new Usage(9, 99), 99, now);
                upstreams.answered(provider(lease), now);
            }
            case FAILURE, TIMEOUT -> {
                lease.modelFailed(now);
                upstreams.failed(provider(lease), now - attempt.fate().took().toNanos());
            }
            case UNREACHABLE -> {
                lease.endpointFailed("refused", now);
                upstreams.failed(provider(lease), now - attempt.fate().took().toNanos());
            }
            case LIMIT -> {
                lease.scopes().target().limited(now, millis(100, 3000), "limited");
                lease.limited(ScopeKind.TARGET, false, now);
            }
            case CUT_SHORT -> lease.cutShort(now);
            case CLIENT_GONE -> lease.released(now);
        }
    }

    /** The same target after a pause, the next, or the next since the pause was too long for the client. */
    private void after(Request request, Attempt failed) {
        if (failed.fate().end() == End.LIMIT) {
            request.plan().limited(failed.lease(), now);
        }
        Duration pause = failed.fate().end() == End.FAILURE ? request.plan().retry(failed.lease(), null, now) : null;
        if (pause == null || random.nextInt(3) == 0) {
            seek(request);
        } else {
            promises.granted();
            in(pause, () -> again(request, failed.lease()));
        }
    }

    private void again(Request request, Lease failed) {
        Lease lease = request.plan().again(failed, now);
        if (lease == null) {
            promises.notUsed();
            seek(request);
        } else {
            begin(request, lease, false, false);
        }
    }

    private static String provider(Lease lease) {
        return lease.target().provider().name();
    }

    private Duration millis(int least, int most) {
        return Duration.ofMillis(least + random.nextInt(most - least));
    }

    private void in(Duration wait, Runnable run) {
        agenda.in(wait, timed(run));
    }

    private Runnable timed(Runnable run) {
        return () -> {
            now = agenda.now();
            promises.at(now);
            run.run();
        };
    }
}
