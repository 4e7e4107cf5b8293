package dev.relevo.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what models can do: {@code supports}, and {@code models} with patterns of their names. */
final class SupportsReader {
    private static final List<String> MODEL_KEYS = List.of("supports");
    private static final List<String> FEATURES =
            Arrays.stream(Feature.values()).map(Feature::key).toList();

    private final Reading reading;
    private final List<Supports.Rule> rules = new ArrayList<>();

    private SupportsReader(Reading reading) {
        this.reading = reading;
    }

    /**
     * The file's word comes first, as a whole: its patterns, then its {@code supports}; where it has no {@code supports},
     * the preset's patterns and {@code supports} follow.
     */
    static Supports read(Section own, Section preset, Reading reading) {
        SupportsReader reader = new SupportsReader(reading);
        reader.readModels(own);
        Set<Feature> otherwise = features(own);
        if (otherwise == null) {
            reader.readModels(preset);
            otherwise = features(preset);
        }
        return new Supports(reader.rules, otherwise == null ? EnumSet.allOf(Feature.class) : otherwise);
    }

    /** What {@code supports} lists; null if it is not there. */
    static @Nullable Set<Feature> features(Section section) {
        if (section.value("supports") == null) {
            return null;
        }
        Set<Feature> features = EnumSet.noneOf(Feature.class);
        for (String text : section.texts("supports")) {
            Feature feature = Feature.of(text);
            if (feature == null) {
                section.problem(
                        "supports", "'" + text + "' is none that Relevo knows, " + Suggestion.among(FEATURES, text));
            } else {
                features.add(feature);
            }
        }
        return features;
    }

    private void readModels(Section section) {
        section.members("models").forEach((glob, member) -> {
            Section model = Section.of(member.value(), section.path("models") + "." + glob, reading);
            model.allow(MODEL_KEYS);
            Set<Feature> features = features(model);
            if (features == null) {
                model.problem("supports", "missing, expected what these models can do, such as [chat, tools]");
            } else {
                rules.add(new Supports.Rule(pattern(glob), features));
            }
        });
    }

    /** {@code *} stands for any characters, {@code ?} for one. */
    private static Pattern pattern(String glob) {
        String regex = Pattern.quote(glob).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }
}
