package dev.relevo.quota;

import dev.relevo.config.Price;
import dev.relevo.config.QuotaLimit;
import dev.relevo.config.Target;
import dev.relevo.config.Window;
import dev.relevo.dialect.ScopeKind;
import dev.relevo.dialect.Size;
import dev.relevo.dialect.Told;
import dev.relevo.dialect.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The scopes that one target belongs to.
 *
 * @param listed whether the configuration names the model; else model and target stand for all the names that clients
 *     make up, together
 * @param configured the limits that the configuration sets to them
 */
public record Scopes(
        Scope endpoint, Scope key, Scope account, Scope model, Scope target, boolean listed, Configured configured) {

    public Scope of(ScopeKind kind) {
        return switch (kind) {
            case ENDPOINT -> endpoint;
            case KEY -> key;
            case ACCOUNT -> account;
            case MODEL -> model;
            case TARGET -> target;
        };
    }

    public List<Scope> all() {
        return List.of(endpoint, key, account, model, target);
    }

    /** Each scope of theirs, with the limits that the configuration sets to it. */
    static Map<Scope, List<QuotaLimit>> limits(Collection<Scopes> all) {
        Map<Scope, List<QuotaLimit>> limits = new HashMap<>();
        for (Scopes scopes : all) {
            scopes.all().forEach(scope -> limits.computeIfAbsent(scope, _ -> new ArrayList<>()));
            for (ScopeKind kind : Ledger.LIMITED) {
                limits.computeIfAbsent(scopes.of(kind), _ -> new ArrayList<>())
                        .addAll(scopes.configured().of(kind));
            }
        }
        return limits;
    }

    /** Whether the configuration names the account, so that it is known which keys are the same one's. */
    public boolean named() {
        return configured.named();
    }

    /** What concerns a target or a key concerns the model or the account, where it is known whose the key is. */
    ScopeKind concerned(ScopeKind told) {
        return switch (told) {
            case TARGET -> named() ? ScopeKind.MODEL : told;
            case KEY -> named() ? ScopeKind.ACCOUNT : told;
            default -> told;
        };
    }

    /** Whether anything is known to limit what may be used of them. */
    boolean limited() {
        return target.meters().limited()
                || model.meters().limited()
                || key.meters().limited()
                || account.meters().limited();
    }

    /** Which quantities and periods the provider told of. An account's limits give way to an account's alone. */
    int toldBits() {
        return target.meters().toldBits()
                | model.meters().toldBits()
                | key.meters().toldBits()
                | account.meters().toldBits();
    }

    /**
     * What a request is expected to take: its prompt by its bytes, its answer as long as those of that model are on average,
     * and to spare what nine of ten do not exceed. Of money as much as it may cost at most.
     */
    public Demand expected(Size size, Target target) {
        Calibration calibration = model.calibration();
        Integer cap = target.maxTokens();
        Price price = target.terms().price();
        long answer = calibration.usualOutput(size, cap);
        return new Demand(
                1,
                calibration.input(size),
                answer,
                Math.max(0, calibration.output(size, cap) - answer),
                Demand.cost(calibration.mostInput(size), calibration.mostOutput(size, cap), price));
    }

    /**
     * What an answer took that never told.
     *
     * @param answerBytes of its texts
     */
    public Demand estimated(Size size, long answerBytes, Target target) {
        Calibration calibration = model.calibration();
        return Demand.of(
                calibration.input(size),
                calibration.tokens(answerBytes),
                target.terms().price());
    }

    /** An answer told what it took, from which later ones are estimated. */
    public void learn(Size size, Usage usage) {
        model.calibration().learn(size, usage);
    }

    /** A word that leaves open when its window ends: as the configuration says of that limit, where it says so. */
    Told windowed(Told word, long now) {
        if (word.reset() != null || word.window() != null) {
            return word;
        }
        for (Scope scope : List.of(target, model, key, account)) {
            Meter meter = scope.meters().anchored(word);
            Window window = meter == null ? null : meter.window();
            if (meter != null && window != null) {
                return word.within(window, Duration.ofNanos(meter.tally().ends(now) - now));
            }
        }
        return word;
    }

    /** Whether all have room. With the ledger's lock, as what follows. */
    boolean fits(Demand demand, long now) {
        int told = toldBits();
        return target.meters().fits(demand, told, now)
                && model.meters().fits(demand, told, now)
                && key.meters().fits(demand, told, now)
                && account.meters().fits(demand, account.meters().toldBits(), now);
    }

    /** The earliest moment from now on at which all have room. */
    long whenFits(Demand demand, long now) {
        int told = toldBits();
        long when = target.meters().whenFits(demand, told, now);
        when = Math.max(when, model.meters().whenFits(demand, told, now));
        when = Math.max(when, key.meters().whenFits(demand, told, now));
        return Math.max(when, account.meters().whenFits(demand, account.meters().toldBits(), now));
    }

    /** Which limit has no room for longest, for people; the client's own are among them. */
    String lacking(@Nullable Charge own, Demand demand, long now) {
        int told = toldBits();
        Shortage shortage = new Shortage(now);
        shortage.consider(target.meters(), demand, told);
        shortage.consider(model.meters(), demand, told);
        shortage.consider(key.meters(), demand, told);
        shortage.consider(account.meters(), demand, account.meters().toldBits());
        if (own != null) {
            shortage.considerOwn(own, demand);
        }
        return shortage.words();
    }

    List<LimitView> views(long now) {
        List<LimitView> views = new ArrayList<>();
        int told = toldBits();
        account.meters().view(ScopeKind.ACCOUNT, account.meters().toldBits(), now, views);
        key.meters().view(ScopeKind.KEY, told, now, views);
        model.meters().view(ScopeKind.MODEL, told, now, views);
        target.meters().view(ScopeKind.TARGET, told, now, views);
        return views;
    }

    /** The least share of a limit that goes unused each second; infinite where there is none. */
    double expiring(long now) {
        int told = toldBits();
        double least = account.meters().expiring(account.meters().toldBits(), now);
        least = Math.min(least, key.meters().expiring(told, now));
        least = Math.min(least, model.meters().expiring(told, now));
        return Math.min(least, target.meters().expiring(told, now));
    }

    /** @param sequence of its reservation */
    void begin(Demand demand, long sequence, long now) {
        target.meters().begin(demand, sequence, now);
        model.meters().begin(demand, sequence, now);
        key.meters().begin(demand, sequence, now);
        account.meters().begin(demand, sequence, now);
    }

    /** How many attempts have begun. */
    Begun begun() {
        return new Begun(
                key.meters().begun(),
                account.meters().begun(),
                model.meters().begun(),
                target.meters().begun());
    }

    /** The provider counts it by now. */
    void reached(Reservation reservation, long now) {
        target.meters().reached(reservation, now);
        model.meters().reached(reservation, now);
        key.meters().reached(reservation, now);
        account.meters().reached(reservation, now);
    }

    /** @param taken null for nothing */
    void end(Reservation reservation, @Nullable Demand taken, long now) {
        target.meters().end(reservation, taken, now);
        model.meters().end(reservation, taken, now);
        key.meters().end(reservation, taken, now);
        account.meters().end(reservation, taken, now);
    }

    /** Whether a limit of one is spent of which nobody was told; without the lock. */
    boolean hasNews() {
        return target.meters().hasNews()
                || model.meters().hasNews()
                || key.meters().hasNews()
                || account.meters().hasNews();
    }

    /** Whether any of them rests. */
    public boolean resting(long nowNanos) {
        return endpoint.resting(nowNanos)
                || key.resting(nowNanos)
                || account.resting(nowNanos)
                || model.resting(nowNanos)
                || target.resting(nowNanos);
    }

    /** The one that rests longest from now on. */
    public Scope longestResting(long nowNanos) {
        Scope longest = endpoint;
        for (Scope scope : all()) {
            if (scope.remaining(nowNanos).compareTo(longest.remaining(nowNanos)) > 0) {
                longest = scope;
            }
        }
        return longest;
    }

    /** How long until none of them rests. */
    public Duration remaining(long nowNanos) {
        return longestResting(nowNanos).remaining(nowNanos);
    }
}
