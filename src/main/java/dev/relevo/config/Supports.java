package dev.relevo.config;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a provider's models can do.
 *
 * @param models the first rule whose pattern fits a model's whole name decides
 * @param otherwise what the other models can do
 */
public record Supports(List<Rule> models, Set<Feature> otherwise) {
    /** Nothing is known to be missing, so that everything is tried. */
    public static final Supports EVERYTHING = new Supports(List.of(), EnumSet.allOf(Feature.class));

    /** What the models of a name can do. */
    public record Rule(Pattern name, Set<Feature> features) {
        public Rule {
            features = Set.copyOf(features);
        }
    }

    public Supports {
        models = List.copyOf(models);
        otherwise = Set.copyOf(otherwise);
    }

    /** What that model can do. */
    public Set<Feature> of(String model) {
        for (Rule rule : models) {
            if (rule.name().matcher(model).matches()) {
                return rule.features();
            }
        }
        return otherwise;
    }
}
