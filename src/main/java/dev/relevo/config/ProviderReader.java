package dev.relevo.config;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one member of {@code providers}, over its preset. */
final class ProviderReader {
    private static final List<String> KEYS = Stream.concat(
                    Stream.of("preset", "base-url", "api-key", "model", "headers", "timeouts", "supports", "models"),
                    QuirksReader.KEYS.stream())
            .toList();
    private static final List<String> TIMEOUTS = List.of("connect", "ttft", "answer", "idle", "total");
    /** Stands for an address with a problem; nobody gets such settings. */
    private static final URI UNUSABLE = URI.create("https://unusable.invalid");

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final Presets presets;
    private final Reading reading;

    /**
     * A provider as targets see it.
     *
     * @param listsFirst whether a target without a model may mean the first of the provider's own list
     */
    record Named(Provider provider, boolean listsFirst) {}

    ProviderReader(Presets presets, Reading reading) {
        this.presets = presets;
        this.reading = reading;
    }

    /** The provider as far as it could be read; where it could not, a problem is noted. */
    Named read(String name, Place place, Value value) {
        Section own = Section.of(value, "providers." + name, reading);
        own.allow(KEYS);
        checkName(name, place);
        String named = own.oneOf("preset", presets.names());
        String preset = named == null ? name : named;
        Section known = presets.named(preset);
        Section section = own.over(known);
        Supports supports = SupportsReader.read(own, known, reading);
        return new Named(
                provider(name, preset, baseUrl(section, name, place), section, supports),
                section.flag("first-listed-model", false));
    }

    private Provider provider(String name, String preset, URI baseUrl, Section section, Supports supports) {
        ApiKeys keys = ApiKeys.read(section, section.texts("key-variables"), reading);
        return new Provider(
                name,
                displayName(name, preset, section),
                baseUrl,
                keys.keys(),
                keys.stated() || section.flag("needs-key", true),
                keys.variables(),
                section.text("key-page"),
                model(section),
                headers(section),
                timeouts(section.section("timeouts")),
                QuirksReader.read(section, reading),
                supports);
    }

    private void checkName(String name, Place place) {
        String path = "providers." + name;
        if (name.equals(Provider.DEMO) || name.equals(Presets.GENERIC)) {
            reading.problem(place, path, "a name that Relevo keeps for itself, expected another");
        } else if (!NAME.matcher(name).matches()) {
            reading.problem(place, path, "not a name, expected letters, digits, '.', '_' and '-'");
        }
    }

    private URI baseUrl(Section section, String name, Place place) {
        if (section.value("base-url") == null) {
            String near = Suggestion.among(presets.names(), name);
            reading.problem(place, section.path("base-url"), "missing, and '" + name + "' is no preset; " + near);
            return UNUSABLE;
        }
        String text = section.text("base-url");
        String mistake = text == null ? null : BaseUrl.mistake(text.strip());
        if (mistake != null) {
            section.problem("base-url", mistake);
        }
        return text == null || mistake != null ? UNUSABLE : BaseUrl.of(text.strip());
    }

    private static String displayName(String name, String preset, Section section) {
        String displayName = section.text("display-name");
        if (displayName == null) {
            return name;
        }
        return name.equals(preset) ? displayName : displayName + " (" + name + ")";
    }

    private @Nullable String model(Section section) {
        String model = section.text("model");
        if (model != null && !ModelName.isValid(model)) {
            section.problem("model", "not a model's name, expected " + ModelName.EXPECTED);
        }
        return model;
    }

    private Map<String, String> headers(Section section) {
        Map<String, String> headers = new LinkedHashMap<>();
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        section.members("headers").forEach((name, member) -> {
            String path = section.path("headers") + "." + name;
            String value = headerValue(member.value(), path);
            String mistake = seen.add(name) ? HeaderField.mistakeInName(name) : "given twice, expected once";
            if (mistake == null && value != null) {
                mistake = HeaderField.mistakeInValue(value);
            }
            if (mistake != null) {
                reading.problem(member.place(), path, mistake);
            } else if (value != null) {
                headers.put(name, value);
            }
        });
        return headers;
    }

    private @Nullable String headerValue(Value value, String path) {
        if (value instanceof Value.Scalar scalar) {
            String text = reading.resolved(scalar, path);
            return text == null ? null : text.strip();
        }
        reading.problem(value.place(), path, value.kind() + ", expected text");
        return null;
    }

    private static Timeouts timeouts(Section section) {
        section.allow(TIMEOUTS);
        Timeouts otherwise = Timeouts.DEFAULT;
        return new Timeouts(
                section.duration("connect", SHORTEST, otherwise.connect()),
                section.duration("ttft", SHORTEST, otherwise.ttft()),
                section.duration("answer", SHORTEST, otherwise.answer()),
                section.duration("idle", SHORTEST, otherwise.idle()),
                section.duration("total", SHORTEST, otherwise.total()));
    }
}
