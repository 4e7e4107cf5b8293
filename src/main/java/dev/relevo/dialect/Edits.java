package dev.relevo.dialect;

import dev.relevo.config.FieldPath;
import dev.relevo.config.Quirks;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a preset changes at one place in requests and below it: a tree of the paths that it declares. */
final class Edits {
    private static final Edits NONE = new Edits("");

    private final String path;
    private final Map<String, Edits> members = new HashMap<>(4);
    private @Nullable Edits element;
    private final Set<String> newNames = new HashSet<>(2);
    private boolean drops;
    private @Nullable String newName;
    private Map<String, String> texts = Map.of();

    private Edits(String path) {
        this.path = path;
    }

    /** Those for a whole request. */
    static Edits of(Quirks quirks, Operation operation) {
        if (quirks.drop().isEmpty()
                && quirks.rename().isEmpty()
                && quirks.replace().isEmpty()) {
            return NONE;
        }
        Edits root = new Edits("");
        quirks.drop().forEach(field -> root.at(field.steps()).drops = true);
        quirks.rename().forEach((field, name) -> {
            if (operation.knows(name)) {
                root.at(field.steps()).newName = name;
                root.at(field.steps().subList(0, field.steps().size() - 1))
                        .newNames
                        .add(name);
            }
        });
        quirks.replace().forEach((field, texts) -> root.at(field.steps()).texts = texts);
        return root;
    }

    private Edits at(List<String> steps) {
        Edits place = this;
        for (String step : steps) {
            place = step.equals(FieldPath.EACH) ? place.each() : place.named(step);
        }
        return place;
    }

    private Edits each() {
        if (element == null) {
            element = new Edits(path + FieldPath.EACH);
        }
        return element;
    }

    private Edits named(String name) {
        return members.computeIfAbsent(name, _ -> new Edits(pathOf(name)));
    }

    /** Those for the member of that name. */
    Edits member(String name) {
        Edits member = members.get(name);
        return member == null ? NONE : member;
    }

    /** Those for each element, should it be an array; null for none. */
    @Nullable
    Edits element() {
        return element;
    }

    /** Whether there is anything to be changed inside a value here. */
    boolean inside() {
        return !members.isEmpty() || element != null || !texts.isEmpty();
    }

    /** Whether the member here is left out. */
    boolean drops() {
        return drops;
    }

    /** The name under which the member here is sent. */
    String sentAs(String name) {
        return newName == null ? name : newName;
    }

    /** The text for another one here, or null if that stays. */
    @Nullable
    String textFor(String text) {
        return texts.get(text);
    }

    /** Whether texts here are replaced. */
    boolean replaces() {
        return !texts.isEmpty();
    }

    /** Whether some member here is sent under that name instead of its own. */
    boolean givesName(String name) {
        return newNames.contains(name);
    }

    /** Whether some members here are sent under other names. */
    boolean givesNames() {
        return !newNames.isEmpty();
    }

    /** As presets spell it: {@code messages[].role}. */
    String path() {
        return path;
    }

    /** The path of a member here. */
    String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
