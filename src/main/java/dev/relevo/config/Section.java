package dev.relevo.config;

import dev.relevo.config.Value.Member;
import dev.relevo.config.Value.Members;
import dev.relevo.config.Value.Nothing;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A mapping that is being read: its values by key. Each mistake is noted at its place and the default taken, so that
 * reading goes on to the next. A {@link Shape} makes it.
 */
final class Section {
    private final Members members;
    private final String path;
    private final @Nullable Key<?> shorthand;
    private final Reading reading;
    private final @Nullable Section under;

    /** @param shorthand the key whose value stands alone in the file, so that its path is the section's; null if none */
    Section(Members members, String path, @Nullable Key<?> shorthand, Reading reading) {
        this(members, path, shorthand, reading, null);
    }

    private Section(
            Members members, String path, @Nullable Key<?> shorthand, Reading reading, @Nullable Section under) {
        this.members = members;
        this.path = path;
        this.shorthand = shorthand;
        this.reading = reading;
        this.under = under;
    }

    /** This section with another one's values where it has none. */
    Section over(Section fallback) {
        return new Section(members, path, shorthand, reading, fallback);
    }

    Place place() {
        return members.place();
    }

    String path() {
        return path;
    }

    String path(Key<?> key) {
        return key.equals(shorthand) ? path : path(key.name());
    }

    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Whether something stands at a key, here or in the section under this one. */
    boolean has(Key<?> key) {
        return value(key) != null;
    }

    /** Whether the value of that key stands alone in the file, for the whole section. */
    boolean isOnly(Key<?> key) {
        return key.equals(shorthand);
    }

    /** What stands at a key, else its default. */
    <T> T get(Key<T> key) {
        T found = find(key);
        return found == null ? Objects.requireNonNull(key.otherwise(), key.name()) : found;
    }

    /** What stands at a key; null if nothing does, or if it has a problem. */
    <T> @Nullable T find(Key<T> key) {
        Value value = value(key);
        return value == null ? null : key.form().read(value, path(key), reading);
    }

    /** What stands at a key, empty if nothing does. */
    <T> List<T> list(Key<List<T>> key) {
        List<T> found = find(key);
        return found == null ? List.of() : found;
    }

    /** The mapping at a key, over the same one of the section under this. */
    Section section(Key<Section> key) {
        Member member = members.byName().get(key.name());
        Value own = member == null ? new Nothing(members.place()) : member.value();
        Section section = Objects.requireNonNull(key.form().read(own, path(key), reading));
        return under == null ? section : section.over(under.section(key));
    }

    /** Notes a mistake in the value at a key, or in the whole section if there is none. */
    void problem(Key<?> key, String what) {
        Value value = value(key);
        reading.problem(value == null ? place() : value.place(), path(key), what);
    }

    private @Nullable Value value(Key<?> key) {
        Member member = members.byName().get(key.name());
        if (member != null && !(member.value() instanceof Nothing)) {
            return member.value();
        }
        return under == null ? null : under.value(key);
    }
}
