package dev.relevo.relay;

import dev.relevo.config.Alias;
import dev.relevo.config.Target;
import dev.relevo.dialect.Usage;
import dev.relevo.quota.Demand;
import dev.relevo.store.UsageRecord;
import dev.relevo.store.UsageTally;
import dev.relevo.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Tells usage what one request took of whom. What nobody has answered to may be a name that a client made up: those count
 * together, or they would fill the disk. Used by one thread.
 */
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
        String of = alias.isMadeUp() ? alias.knownName() : target.name();
        add(alias.knownName(), of, false, true, NONE, false, 0, -1);
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
        add(alias.knownName(), null, true, !clientLeft, NONE, false, 0, -1);
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
}
