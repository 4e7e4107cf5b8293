package dev.relevo.quota;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.QuotaLimit;
import dev.relevo.config.Window;
import dev.relevo.dialect.ScopeKind;
import dev.relevo.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One limit of one scope, and what was used of it. Guarded by the ledger's lock. */
final class Meter {
    private static final long NEWS_NANOS = 1_000_000_000;

    /** Where the limit is known from. */
    enum Source {
        /** The user's own. */
        OWN,
        /** A preset's word on a plan. */
        ASSUMED,
        /** The provider's. */
        TOLD,
        /** Found out by being refused. */
        LEARNED
    }

    /** The limit where there is none. */
    static final long UNLIMITED = Long.MAX_VALUE;

    private static final List<Quantity> QUANTITIES = List.of(Quantity.values());
    private static final List<Period> PERIODS = List.of(Period.values());

    private final int bit;
    private final Quantity quantity;
    private final Period period;
    private final Source source;
    private final @Nullable Window window;
    private final Peak begun = new Peak();
    private final Pace pace = new Pace();
    private Tally tally;
    private long most;

    /** That too little is left of it; null where nobody said so yet. */
    private @Nullable String shortage;

    /** From when on one more is let through, to learn from it. */
    private long trialAt = Tally.NEVER;

    /** Of the attempt that was told last how much is left. */
    private long lastWord = Long.MIN_VALUE;

    /** When it was last told that nothing is left. */
    private long spentAt = Long.MIN_VALUE / 2;

    Meter(Quantity quantity, Period period, Source source, @Nullable Window window, Tally tally, long most) {
        this.bit = 1 << (QUANTITIES.indexOf(quantity) * PERIODS.size() + PERIODS.indexOf(period));
        this.quantity = quantity;
        this.period = period;
        this.source = source;
        this.window = window;
        this.tally = tally;
        this.most = most;
    }

    /** Of a limit over a period, in a configuration. */
    static Meter of(QuotaLimit limit, Period period, Clock clock) {
        Tally tally = switch (limit.window()) {
            case Window.Rolling _ -> new Rolling(period.length().toNanos());
            case Window.Fixed _ -> new Fixed(period.length().toNanos());
            case Window.Calendar(var zone) -> new Calendar(period, zone, clock);
        };
        return new Meter(limit.quantity(), period, source(limit), limit.window(), tally, limit.most());
    }

    /** Whether it is the meter of that limit, however much that allows. */
    boolean measures(QuotaLimit limit) {
        return quantity == limit.quantity()
                && period == limit.period()
                && source == source(limit)
                && Objects.equals(window, limit.window());
    }

    boolean isConfigured() {
        return source == Source.OWN || source == Source.ASSUMED;
    }

    /** Whether the configuration does not set it any more, or not again yet. */
    boolean isDormant() {
        return isConfigured() && most == UNLIMITED;
    }

    Quantity quantity() {
        return quantity;
    }

    Period period() {
        return period;
    }

    Source source() {
        return source;
    }

    /** As configured; null where it was not. */
    @Nullable
    Window window() {
        return window;
    }

    Tally tally() {
        return tally;
    }

    long most() {
        return most;
    }

    void most(long allowed) {
        shortage = allowed == most ? shortage : null;
        most = allowed;
    }

    /** That too little is left of it, for people. */
    String shortage() {
        String words = shortage == null ? Shortage.shortOf(Shortage.text(quantity, period, most)) : shortage;
        shortage = words;
        return words;
    }

    void measureBy(Tally other) {
        tally = other;
    }

    void tryAt(long moment) {
        trialAt = moment;
    }

    /** Stands for its quantity and period. */
    int bit() {
        return bit;
    }

    /** Whether that much more may be used. */
    boolean fits(Demand demand, long now) {
        return whenFits(demand, now) <= now;
    }

    /** Whether a refusal has another reason: it is a guess, or a limit that is not spent. */
    boolean leavesRoom(long now) {
        return source == Source.LEARNED || source == Source.ASSUMED || fits(Demand.LEAST, now);
    }

    /** Whether nothing is left for as much again, which nobody was told within a second. */
    boolean isSpentAnew(Demand demand, long now) {
        boolean news = period != Period.SECOND && now - spentAt >= NEWS_NANOS && !fits(demand, now);
        spentAt = news ? now : spentAt;
        return news;
    }

    /** The earliest moment at which that much more may be used, if nothing is until then. */
    long whenFits(Demand demand, long now) {
        boolean never = most <= 0 || (quantity == Quantity.USD && most < UNLIMITED && !demand.isPriced());
        if (never) {
            return Tally.NEVER;
        }
        if (quantity == Quantity.REQUESTS && demand.requests() == 0) {
            return now;
        }
        long when = tally.whenAtMost(most - needed(demand), now);
        return trialAt < when ? Math.max(now, trialAt) : when;
    }

    /** Before anything else is counted: that much of answers is under way. */
    void carry(UnderWay underWay, long now) {
        tally.carry(underWay.answers(quantity), now);
    }

    /** What is under way when the limit becomes known, or begins. */
    void add(long amount, long now) {
        tally.add(amount, now, now);
        begun.add(amount, now);
    }

    /**
     * For people.
     *
     * @param underWay what is reserved and not over
     */
    LimitView view(ScopeKind scope, long underWay, long now) {
        boolean known = most < ToldMeter.UNKNOWN;
        long used = tally.used(now);
        long left = Math.max(0, most - used);
        Duration resetsIn = Duration.ofNanos(tally.ends(now) - now);
        Duration lasts = pace.lasts(left, now);
        return new LimitView(
                scope,
                quantity,
                period,
                known ? most : null,
                known ? used : 0,
                Math.min(underWay, known ? used : 0),
                known || used > 0 ? left : null,
                resetsIn,
                lasts == null || lasts.compareTo(resetsIn) > 0 ? null : lasts,
                source.name().toLowerCase(Locale.ROOT));
    }

    /** How much of it goes unused each second if nothing more is used: a share of the limit. */
    double expiring(long now) {
        double left = Math.max(0, most - tally.used(now));
        return most <= 0 ? 0 : left / most / ((tally.ends(now) - now) / 1e9);
    }

    /** The most that was begun within a second of late. */
    long perSecond() {
        return begun.perSecond();
    }

    boolean isNamedAs(Meter other) {
        return name().equals(other.name());
    }

    /** Tells it from the scope's others. */
    String name() {
        String known = window == null ? "" : " " + tally.kind();
        return quantity + " " + period + " " + source + known;
    }

    /** The provider counts it by now. */
    void reached(Reservation reservation, long now) {
        tally.move(reservation.expected().of(quantity), reservation.at(), now);
    }

    /**
     * An attempt is over. What it took is counted already if its is the provider's latest word, but for an answer that came
     * after that. An answer's tokens count from when it has ended, as that is when a provider has counted them for sure.
     *
     * @param taken null for nothing
     */
    void end(SetAside over, @Nullable Demand taken, long now) {
        Demand expected = over.expected();
        long really = taken == null ? 0 : taken.of(quantity);
        long answer = taken == null ? 0 : taken.answer(quantity);
        pace.add(really, now);
        if (lastWord != over.sequence()) {
            long ofAnswer = expected.answer(quantity);
            tally.add(really - answer - (expected.of(quantity) - ofAnswer), over.at(), now);
            tally.answered(ofAnswer, answer, over.at(), now);
        } else if (over.answerFollows()) {
            tally.add(answer - expected.answer(quantity), now, now);
        }
    }

    /** That attempt was told how much is left; false if a later one was before. */
    boolean heard(Reservation reservation) {
        boolean news = reservation.sequence() >= lastWord;
        lastWord = Math.max(lastWord, reservation.sequence());
        return news;
    }

    /** Whether it is a plan's word on what the provider itself told of. */
    boolean givesWay(int toldBits) {
        return source == Source.ASSUMED && (toldBits & bit()) != 0;
    }

    /** An answer is only expected to take so much: if the prompt fits, a longer one asks for no more than there is at all. */
    private long needed(Demand demand) {
        long whole = demand.of(quantity);
        return switch (quantity) {
            case TOKENS, OUTPUT_TOKENS -> Math.min(whole, Math.max(most, whole - demand.outputTokens()));
            default -> whole;
        };
    }

    private static Source source(QuotaLimit limit) {
        return limit.assumed() ? Source.ASSUMED : Source.OWN;
    }
}
