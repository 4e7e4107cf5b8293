package dev.relevo.dialect;

import dev.relevo.wire.Splices;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The events of an answer that continues another one, changed so that the client reads one answer: {@code id} and
 * {@code created} become the first one's, no second role is told, and the text joins at the {@link Seam}. Every other
 * byte stays.
 */
final class Sequel {
    private final @Nullable String id;
    private final @Nullable String created;
    private final Seam seam;
    private boolean hollow;

    Sequel(SoFar before, boolean echoes) {
        id = before.id();
        created = before.created();
        seam = new Seam(before, echoes);
    }

    /**
     * Reads the next event.
     *
     * @return the event as the client gets it, or null where that is the same
     * @throws dev.relevo.wire.MalformedJson if it is no JSON object
     */
    byte @Nullable [] event(byte[] bytes) {
        Passage passage = Passage.read(bytes, 0, bytes.length);
        Splices splices = new Splices(bytes);
        replace(passage.id(), id, bytes, splices);
        replace(passage.created(), created, bytes, splices);
        hollow = false;
        FirstChoice choice = passage.first();
        if (choice != null) {
            choice.dropRole(splices);
            join(choice, splices);
        }
        return splices.isEmpty() ? null : splices.apply();
    }

    private void join(FirstChoice choice, Splices splices) {
        String text = choice.text();
        String joined = seam.take(text);
        if (choice.finishes() || choice.saysMore()) {
            joined += seam.rest();
        }
        if (!joined.equals(text)) {
            choice.setText(joined, splices);
            hollow = joined.isEmpty();
        }
    }

    private static void replace(@Nullable Range place, @Nullable String value, byte[] bytes, Splices splices) {
        if (place != null && value != null && !place.text(bytes).equals(value)) {
            splices.replace(place.from(), place.to(), value.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Whether all text of the last event was dropped or is held. */
    boolean hollow() {
        return hollow;
    }

    /** Whether the answer begins anew, so that nothing of it goes on with the other. */
    boolean anew() {
        return seam.anew();
    }

    /** Whether text is held that was not sent yet. */
    boolean holds() {
        return seam.holds();
    }
}
