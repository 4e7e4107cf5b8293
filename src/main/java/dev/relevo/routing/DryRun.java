package dev.relevo.routing;

import dev.relevo.routing.Explanation.Considered;
import dev.relevo.routing.Explanation.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a pool would do with a request, found out without doing it. */
final class DryRun {
    private final Pool pool;
    private final Choices choices;
    private final Draw draw;
    private final @Nullable Candidate next;
    private final @Nullable Candidate lastResort;
    private int nextTier;

    DryRun(Pool pool, Ask ask, long nowNanos) {
        this.pool = pool;
        this.choices = new Choices(pool, ask);
        this.draw = choices.draw(nowNanos);
        this.next = next();
        this.lastResort = next == null && pool.health().budget().wouldSpend(nowNanos)
                ? choices.leastRecentlyFailed(nowNanos)
                : null;
    }

    Explanation explain() {
        List<Considered> considered = new ArrayList<>();
        List<Tier> tiers = pool.tiers();
        for (int tier = 0; tier < tiers.size(); tier++) {
            int number = tier;
            tiers.get(tier).candidates().forEach(candidate -> considered.add(considered(candidate, number)));
        }
        Candidate taken = next == null ? lastResort : next;
        return new Explanation(taken == null ? null : taken.target().name(), waits(taken), considered);
    }

    private @Nullable Candidate next() {
        for (Tier tier : pool.tiers()) {
            Candidate first = tier.next(draw);
            if (first != null && first.isAllowed(draw.ask(), draw.nowNanos())) {
                return first;
            }
            nextTier++;
        }
        return null;
    }

    private @Nullable Duration waits(@Nullable Candidate taken) {
        Choices.Opening opening = taken == null ? choices.soonest(draw.nowNanos()) : null;
        Duration most = pool.alias().retries().maxWait();
        return opening == null || opening.in().compareTo(most) > 0 ? null : opening.in();
    }

    private Considered considered(Candidate candidate, int tier) {
        long now = draw.nowNanos();
        Standing standing = standing(candidate, tier);
        Duration remaining =
                standing == Standing.LACKS ? Duration.ZERO : candidate.remaining(draw.kind(), draw.ask(), now);
        return new Considered(candidate.target().name(), tier + 1, standing, reason(candidate, standing), remaining);
    }

    private Standing standing(Candidate candidate, int tier) {
        long now = draw.nowNanos();
        if (!candidate.supports(draw.ask().needs())) {
            return Standing.LACKS;
        }
        if (candidate.scopes().resting(now)) {
            return Standing.RESTS;
        }
        if (!candidate.hasRoom(draw.ask(), now) || !candidate.isAllowed(draw.ask(), now)) {
            return Standing.NO_ROOM;
        }
        if (!candidate.available(draw.kind(), draw.ask(), now)) {
            return isThat(candidate, lastResort) ? Standing.LAST_RESORT : Standing.BROKEN;
        }
        if (isThat(candidate, next)) {
            return Standing.NEXT;
        }
        boolean silent = candidate.model().latency(draw.kind()).isSilent(now);
        return tier > nextTier ? Standing.LATER_TIER : silent ? Standing.SILENT : Standing.NOT_ITS_TURN;
    }

    private static boolean isThat(Candidate candidate, @Nullable Candidate other) {
        return other != null && candidate.isSame(other);
    }

    private String reason(Candidate candidate, Standing standing) {
        long now = draw.nowNanos();
        return switch (standing) {
            case NEXT, NOT_ITS_TURN, LATER_TIER, SILENT -> "";
            case NO_ROOM -> candidate.noRoom(draw.ask(), now);
            case RESTS -> candidate.scopes().longestResting(now).reason();
            case BROKEN, LAST_RESORT -> candidate.broken(draw.kind(), now);
            case LACKS ->
                Deliberation.lacking(candidate.target().supports(), draw.ask().needs());
        };
    }
}
