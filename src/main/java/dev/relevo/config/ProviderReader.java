package dev.relevo.config;

import dev.relevo.config.MapForm.Pair;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads one member of {@code providers}, over its preset. */
final class ProviderReader {
    private static final Key<String> PRESET = new Key<>(
            "preset",
            Scalars.oneOf(Presets.names()),
            "The known provider whose settings hold where this one says nothing. Without it, the one of the same name.");
    private static final Key<URI> BASE_URL = new Key<>(
            "base-url",
            Scalars.parsed(BaseUrl::parse),
            "The address before /chat/completions. Needed where no preset tells it.");
    private static final Key<String> MODEL = new Key<>("model", ModelName.FORM, "What a target without a model means.");
    private static final Key<List<Pair<String, String>>> HEADERS = new Key<>(
            "headers",
            new MapForm<>(Scalars.checked(HeaderField::mistakeInName), Scalars.parsed(HeaderField::value)),
            "Sent with every request besides the API key.");
    private static final Key<Section> TIMEOUTS =
            new Key<>("timeouts", TimeoutsReader.SHAPE, "How long the provider may keep a request waiting.");

    private static final Key<String> DISPLAY_NAME = new Key<>("display-name", Scalars.text(), "For people.");
    private static final Key<List<String>> KEY_VARIABLES = new Key<>(
            "key-variables",
            new ListForm<>(Scalars.text()),
            "Environment variables that may hold the key; the first one set counts.");
    private static final Key<String> KEY_PAGE = new Key<>("key-page", Scalars.text(), "Where a person gets a key.");
    private static final Key<Boolean> NEEDS_KEY =
            new Key<>("needs-key", Scalars.flag(), "False for a server that asks for none.", true);
    private static final Key<Boolean> FIRST_LISTED_MODEL = new Key<>(
            "first-listed-model",
            Scalars.flag(),
            "Whether a target without a model means the first of the server's own list.",
            false);

    private static final List<Key<?>> KEYS = Stream.concat(
                    Stream.of(
                            PRESET,
                            BASE_URL,
                            ApiKeys.KEY,
                            MODEL,
                            HEADERS,
                            TIMEOUTS,
                            SupportsReader.SUPPORTS,
                            SupportsReader.MODELS,
                            QuotasReader.PLAN,
                            QuotasReader.LIMITS,
                            QuotasReader.RATE_LIMIT_HEADERS),
                    QuirksReader.KEYS.stream())
            .toList();
    static final Shape SHAPE = new Shape(KEYS, null);
    static final Shape PRESET_SHAPE = new Shape(
            Stream.concat(
                            KEYS.stream(),
                            Stream.of(
                                    DISPLAY_NAME,
                                    KEY_VARIABLES,
                                    KEY_PAGE,
                                    NEEDS_KEY,
                                    FIRST_LISTED_MODEL,
                                    QuotasReader.PLANS))
                    .toList(),
            null);

    /** Stands for an address with a problem; nobody gets such settings. */
    private static final URI UNUSABLE = URI.create("https://unusable.invalid");

    private final Reading reading;

    /**
     * A provider as targets see it.
     *
     * @param listsFirst whether a target without a model may mean the first of the provider's own list
     */
    record Named(Provider provider, boolean listsFirst) {}

    ProviderReader(Reading reading) {
        this.reading = reading;
    }

    /** The provider as far as it could be read; where it could not, a problem is noted. */
    Named read(String name, Place place, Section own) {
        if (name.equals(Provider.DEMO) || name.equals(Presets.GENERIC)) {
            reading.problem(place, own.path(), "a name that Relevo keeps for itself, expected another");
        }
        String stated = own.find(PRESET);
        String presetName = stated == null ? name : stated;
        Section preset = Presets.named(presetName, reading);
        Section section = own.over(preset);
        if (!section.has(BASE_URL)) {
            String near = Suggestion.among(Presets.names(), name);
            reading.problem(place, section.path(BASE_URL), "missing, and '" + name + "' is no preset; " + near);
        }
        Provider provider = provider(name, displayName(name, presetName, preset), own, preset);
        return new Named(provider, section.get(FIRST_LISTED_MODEL));
    }

    private Provider provider(String name, String displayName, Section own, Section preset) {
        Section section = own.over(preset);
        ApiKeys keys = ApiKeys.read(section, section.list(KEY_VARIABLES), reading);
        URI baseUrl = section.find(BASE_URL);
        return new Provider(
                name,
                displayName,
                baseUrl == null ? UNUSABLE : baseUrl,
                keys.keys(),
                keys.stated() || section.get(NEEDS_KEY),
                keys.variables(),
                section.find(KEY_PAGE),
                section.find(MODEL),
                headers(section.list(HEADERS)),
                TimeoutsReader.read(section.section(TIMEOUTS)),
                QuirksReader.read(section, reading),
                SupportsReader.read(own, preset),
                SupportsReader.windows(own, preset),
                QuotasReader.read(own, preset, keys.terms(), reading));
    }

    private static String displayName(String name, String presetName, Section preset) {
        String displayName = preset.find(DISPLAY_NAME);
        if (displayName == null) {
            return name;
        }
        return name.equals(presetName) ? displayName : displayName + " (" + name + ")";
    }

    private Map<String, String> headers(List<Pair<String, String>> pairs) {
        Map<String, String> headers = new LinkedHashMap<>();
        Set<String> seen = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (Pair<String, String> pair : pairs) {
            if (!seen.add(pair.name())) {
                reading.problem(pair.place(), pair.path(), "given twice, expected once");
            }
            headers.put(pair.name(), pair.value());
        }
        return headers;
    }
}
