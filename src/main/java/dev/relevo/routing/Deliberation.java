package dev.relevo.routing;

import dev.relevo.config.Feature;
import dev.relevo.quota.Scope;
import dev.relevo.routing.Explanation.Considered;
import dev.relevo.routing.Explanation.Standing;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was weighed when the first target of a request was chosen. It takes a few bytes where nothing was in the way; what it
 * tells is put together when it is asked for.
 */
public final class Deliberation {
    private final List<Seat> seats;
    private final Set<Feature> needs;
    private final List<PassedOver.Note> notes;
    private final @Nullable Scope chosen;

    Deliberation(Pool pool, Set<Feature> needs, PassedOver passed, @Nullable Scope chosen) {
        this.seats = pool.seats();
        this.needs = needs;
        this.notes = passed.notes();
        this.chosen = chosen;
    }

    /** A target of a pool, without what is secret of it. */
    record Seat(PoolStatus.Place place, Scope target, Set<Feature> supports) {}

    /** All targets of the pool; the one that was asked first is {@link Standing#NEXT} or {@link Standing#LAST_RESORT}. */
    public List<Considered> considered() {
        int tier = seats.stream()
                .filter(seat -> seat.target() == chosen)
                .mapToInt(seat -> seat.place().tier())
                .min()
                .orElse(Integer.MAX_VALUE);
        return seats.stream().map(seat -> considered(seat, tier)).toList();
    }

    private Considered considered(Seat seat, int chosenTier) {
        PassedOver.Note note = note(seat.target());
        boolean isChosen = seat.target() == chosen;
        if (!seat.supports().containsAll(needs)) {
            return considered(seat, Standing.LACKS, lacking(seat.supports(), needs));
        }
        if (note != null) {
            return considered(seat, isChosen ? Standing.LAST_RESORT : note.standing(), note.reason());
        }
        if (isChosen) {
            return considered(seat, Standing.NEXT, "");
        }
        return considered(seat, seat.place().tier() > chosenTier ? Standing.LATER_TIER : Standing.NOT_ITS_TURN, "");
    }

    private static Considered considered(Seat seat, Standing standing, String reason) {
        return new Considered(seat.place().target(), seat.place().tier(), standing, reason, Duration.ZERO);
    }

    private PassedOver.@Nullable Note note(Scope target) {
        for (PassedOver.Note note : notes) {
            if (note.target() == target) {
                return note;
            }
        }
        return null;
    }

    /** What of it is missing, for people. */
    static String lacking(Set<Feature> supports, Set<Feature> needs) {
        Set<Feature> missing = new HashSet<>(needs);
        missing.removeAll(supports);
        return missing.stream().map(Feature::key).sorted().collect(Collectors.joining(", "));
    }
}
