package dev.relevo.routing;

import dev.relevo.quota.Scope;
import dev.relevo.routing.Explanation.Standing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Those that could not serve when a request's first target was chosen. Used by one thread at a time. */
final class PassedOver {
    private @Nullable List<Note> notes;

    /** @param reason for people */
    record Note(Scope target, Standing standing, String reason) {}

    /** Another choice begins, and only the latest counts. */
    void begin() {
        notes = null;
    }

    /** That one can do it, but not now. */
    void note(Candidate candidate, Draw draw) {
        List<Note> known = notes == null ? new ArrayList<>(2) : notes;
        notes = known;
        Scope target = candidate.scopes().target();
        for (Note earlier : known) {
            if (earlier.target() == target) {
                return;
            }
        }
        known.add(note(target, candidate, draw));
    }

    List<Note> notes() {
        return notes == null ? List.of() : notes;
    }

    private static Note note(Scope target, Candidate candidate, Draw draw) {
        long now = draw.nowNanos();
        if (candidate.scopes().resting(now)) {
            return new Note(
                    target,
                    Standing.RESTS,
                    candidate.scopes().longestResting(now).reason());
        }
        return candidate.mayBeLimited(draw.kind(), now)
                ? new Note(target, Standing.NO_ROOM, candidate.noRoom(draw.ask(), now))
                : new Note(target, Standing.BROKEN, candidate.broken(draw.kind(), now));
    }
}
