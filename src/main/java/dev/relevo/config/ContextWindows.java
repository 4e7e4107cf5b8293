package dev.relevo.config;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How many tokens a provider's models take, prompt and answer together.
 *
 * @param models the first rule whose pattern fits a model's whole name decides
 */
public record ContextWindows(List<Rule> models) {
    /** Nothing is known of any model. */
    public static final ContextWindows UNKNOWN = new ContextWindows(List.of());

    /** What the models of a name take. */
    public record Rule(Pattern name, int tokens) {}

    public ContextWindows {
        models = List.copyOf(models);
    }

    /** What that model takes; null if nobody knows. */
    public @Nullable Integer of(String model) {
        for (Rule rule : models) {
            if (rule.name().matcher(model).matches()) {
                return rule.tokens();
            }
        }
        return null;
    }
}
