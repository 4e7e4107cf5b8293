package dev.relevo.dialect;

import org.jspecify.annotations.Nullable;

/** Keeps what a client is sent of a streamed chat answer, event by event, so that it can be continued. */
final class Transcript {
    private final StringBuilder text = new StringBuilder();
    private @Nullable String id;
    private @Nullable String created;

    /** Whether something was sent that no other target can go on from. */
    private boolean closed;

    /** Whether the client reads reasoning that no text has followed; another target would reason once more. */
    private boolean reasoning;

    /** Begins with what was sent before, or with nothing. */
    Transcript(@Nullable SoFar before) {
        if (before != null) {
            text.append(before.text());
            id = before.id();
            created = before.created();
            closed = !before.continuable();
        }
    }

    /** Takes an event that was sent; once nobody can go on any more, nothing is looked at. */
    void add(byte[] bytes, int from, int to) {
        if (closed) {
            return;
        }
        Passage passage = Passage.read(bytes, from, to);
        if (id == null) {
            id = told(passage.id(), bytes);
        }
        if (created == null) {
            created = told(passage.created(), bytes);
        }
        closed |= passage.saysElsewhere();
        FirstChoice choice = passage.first();
        if (choice != null) {
            add(choice);
        }
        if (closed) {
            text.setLength(0);
            text.trimToSize();
        }
    }

    private void add(FirstChoice choice) {
        String added = choice.text();
        closed |= choice.saysMore() || added.length() > SoFar.MOST_TEXT - text.length();
        text.append(closed ? "" : added);
        reasoning = isBlank(added) && (reasoning || choice.reasons());
    }

    /** The value as it is written, or null where it is none: empty, null, or the zero of an event before the answer (Azure). */
    private static @Nullable String told(@Nullable Range place, byte[] bytes) {
        if (place == null || Delta.isEmpty(place.in(bytes))) {
            return null;
        }
        String value = place.text(bytes);
        return value.equals("0") ? null : value;
    }

    /** All of it until now. */
    SoFar soFar() {
        String all = text.toString();
        return new SoFar(
                all, id, created, !closed && !reasoning && !SoFar.given(all).isEmpty());
    }

    private static boolean isBlank(CharSequence text) {
        return text.chars().allMatch(c -> SoFar.isBlank((char) c));
    }
}
