package dev.relevo.relay;

import dev.relevo.config.Alias;
import dev.relevo.config.Target;
import dev.relevo.dialect.Usage;
import dev.relevo.quota.Demand;
import dev.relevo.store.UsageRecord;
import dev.relevo.store.UsageTally;
import dev.relevo.time.Clock;
import org.jspecify.annotations.Nullable;

/** Tells usage what one request took of whom. Used by one thread. */
final class Bill {
    private static final Usage NONE = new Usage(0, 0);

    private final @Nullable String client;
    private final Alias alias;
    private final UsageTally tally;
    private final Clock clock;
    private @Nullable String answeredBy;

    Bill(Call call, Alias alias, UsageTally tally, Clock clock) {
        Client known = call.arrival().client();
        this.client = known == null ? null : known.name();
        this.alias = alias;
        this.tally = tally;
        this.clock = clock;
    }

    /** An attempt gave no answer. */
    void failed(Target target) {
        add(shownAlias(), shown(target.name()), false, true, NONE, false, 0, -1);
    }

    /**
     * An answer ended.
     *
     * @param failed whether it broke off, and not because the client left
     * @param ttftNanos negative where nothing came
     * @param usage null where nobody told
     * @param taken an estimate where nobody told
     */
    void ended(Target target, boolean failed, long ttftNanos, @Nullable Usage usage, Demand taken) {
        answeredBy = target.name();
        Usage used = usage == null ? new Usage(taken.inputTokens(), taken.outputTokens()) : usage;
        add(alias.name(), target.name(), false, failed, used, usage == null, taken.knownNanoUsd(), ttftNanos);
    }

    /** The last answer was all that the client got. */
    void served() {
        add(alias.name(), answeredBy, true, false, NONE, false, 0, -1);
    }

    /** Nobody answered. */
    void unanswered(boolean clientLeft) {
        add(shownAlias(), null, true, !clientLeft, NONE, false, 0, -1);
    }

    private void add(
            String asked,
            @Nullable String target,
            boolean over,
            boolean failed,
            Usage taken,
            boolean estimated,
            long nanoUsd,
            long ttftNanos) {
        tally.add(new UsageRecord(
                clock.epochMillis(),
                asked,
                target,
                client,
                over,
                failed,
                taken.prompt(),
                taken.completion(),
                taken.cached(),
                taken.reasoning(),
                estimated,
                nanoUsd,
                ttftNanos));
    }

    /** The alias, except for what nobody may have answered to: see {@link #shown}. */
    String shownAlias() {
        return shown(alias.name());
    }

    /** A name that a client may have made up counts with all of those of its provider, or they would fill disk and memory. */
    String shown(String name) {
        return madeUp() ? name.substring(0, name.indexOf('/')) + "/*" : name;
    }

    /** Whether the client made the model's name up. */
    boolean madeUp() {
        return alias.entries().isEmpty() && alias.name().indexOf('/') >= 0;
    }
}
