package dev.relevo.config;

import dev.relevo.config.MapForm.Pair;
import dev.relevo.config.Traffic.Amount;
import dev.relevo.config.Traffic.Flow;
import dev.relevo.config.Traffic.Heads;
import dev.relevo.config.Traffic.Per;
import dev.relevo.config.Traffic.Truth;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the description of traffic that {@code relevo simulate} runs on. */
public final class TrafficReader {
    private static final int HOURS = 24;
    private static final int MOST_TOKENS = 10_000_000;
    private static final double PERCENT = 100;

    private static final Key<Integer> MEDIAN =
            new Key<>("median", Scalars.count(1, MOST_TOKENS), "Tokens: half of all have no more.");
    private static final Key<Integer> SPREAD = new Key<>(
            "spread-percent", Scalars.count(0, 500), "Standard deviation of their logarithm, in hundredths.", 80);
    private static final Shape AMOUNT = Shape.of(MEDIAN, SPREAD).orOnly(MEDIAN);

    private static final Key<Long> PER_DAY =
            new Key<>("requests-per-day", Scalars.amount(MOST_TOKENS), "How many come; else the demand decides.");
    private static final Key<List<Integer>> BY_HOUR = new Key<>(
            "hours", new ListForm<>(Scalars.count(0, 1_000_000)), "24 weights, from midnight on by UTC; else evenly.");

    private static final Key<Section> LIMITS = QuotaLimitReader.key("in truth; else as configured");
    private static final Key<Per> PER =
            new Key<>("per", Scalars.oneOf(Per.values()), "Whose limits those are.", Per.MODEL);
    private static final Key<Traffic.Shape> WINDOW = new Key<>(
            "window",
            Scalars.oneOf(Traffic.Shape.values()),
            "When what was used counts no more; else as the limits say.");
    private static final Key<Heads> HEADERS =
            new Key<>("headers", Scalars.oneOf(Heads.values()), "Whether answers tell what is left.", Heads.TRUTHFUL);
    private static final Key<Boolean> RETRY_TOLD =
            new Key<>("retry-after", Scalars.flag(), "Whether refusals tell when there is room again.", true);
    private static final Key<Duration> AHEAD = new Key<>(
            "clock-ahead",
            Scalars.duration(Duration.ZERO),
            "By how much its clock is ahead, so that resets seem later.");

    private static final Key<Integer> DEMAND = new Key<>(
            "demand-percent", Scalars.count(1, 10_000), "How much of what the quotas allow is asked for.", 200);
    private static final Key<List<Pair<String, Section>>> FLOWS = new Key<>(
            "models", new MapForm<>(ModelName.FORM, Shape.of(PER_DAY, BY_HOUR)), "What is asked of each alias.");
    private static final Key<Section> PROMPT = new Key<>("prompt-tokens", AMOUNT, "Sizes of prompts.");
    private static final Key<Section> ANSWER = new Key<>("answer-tokens", AMOUNT, "Sizes of answers.");
    private static final Key<List<Pair<String, Integer>>> CLIENTS = new Key<>(
            "clients",
            new MapForm<>(Scalars.name(), Scalars.count(1, 1_000_000)),
            "Who asks, with shares of the requests.");
    private static final Key<List<Pair<String, Section>>> TRUTH = new Key<>(
            "truth",
            new MapForm<>(Scalars.name(), Shape.of(LIMITS, PER, WINDOW, HEADERS, RETRY_TOLD, AHEAD)),
            "How providers really are, where that is not as configured.");
    private static final Shape SHAPE = Shape.of(DEMAND, FLOWS, PROMPT, ANSWER, CLIENTS, TRUTH);

    private final Settings settings;
    private final Reading reading = new Reading(Map.of());

    private TrafficReader(Settings settings) {
        this.settings = settings;
    }

    /**
     * Reads such a file.
     *
     * @param settings whose aliases and providers it may name
     * @throws BadConfiguration with every problem at once
     */
    public static Traffic load(Path file, Settings settings) throws BadConfiguration {
        TrafficReader reader = new TrafficReader(settings);
        Traffic traffic = reader.read(file);
        List<Problem> problems = reader.reading.problems();
        if (traffic == null || !problems.isEmpty()) {
            throw new BadConfiguration(problems);
        }
        return traffic;
    }

    private @Nullable Traffic read(Path file) {
        try {
            Value value = YamlReader.read(file.toString(), TextFile.read(file), reading);
            return value == null ? null : traffic(SHAPE.read(value, "", reading));
        } catch (IOException e) {
            reading.problem(
                    new Place(file.toString(), 0, 0),
                    "",
                    "cannot be read, expected a description of traffic (option --traffic)");
            return null;
        }
    }

    private Traffic traffic(Section root) {
        Set<String> aliases = settings.aliases().stream().map(Alias::name).collect(Collectors.toSet());
        Set<String> providers =
                settings.providers().stream().map(Provider::name).collect(Collectors.toSet());
        Map<String, Flow> flows = new LinkedHashMap<>();
        for (Pair<String, Section> each : known(root.list(FLOWS), aliases, "alias")) {
            flows.put(each.name(), flow(each.value()));
        }
        Map<String, Truth> truth = new LinkedHashMap<>();
        for (Pair<String, Section> each : known(root.list(TRUTH), providers, "provider")) {
            truth.put(each.name(), truth(each.value()));
        }
        Map<String, Integer> clients = new LinkedHashMap<>();
        root.list(CLIENTS).forEach(each -> clients.put(each.name(), each.value()));
        return new Traffic(
                root.get(DEMAND) / PERCENT,
                flows,
                amount(root, PROMPT, Traffic.DEFAULT.prompt()),
                amount(root, ANSWER, Traffic.DEFAULT.answer()),
                clients.isEmpty() ? Traffic.DEFAULT.clients() : clients,
                truth);
    }

    private List<Pair<String, Section>> known(List<Pair<String, Section>> pairs, Set<String> names, String what) {
        for (Pair<String, Section> pair : pairs) {
            if (!names.contains(pair.name())) {
                reading.problem(
                        pair.place(), pair.path(), "unknown " + what + ", " + Suggestion.among(names, pair.name()));
            }
        }
        return pairs;
    }

    private Flow flow(Section section) {
        List<Integer> hours = section.list(BY_HOUR);
        int sum = hours.stream().mapToInt(Integer::intValue).sum();
        if (!hours.isEmpty() && (hours.size() != HOURS || sum == 0)) {
            section.problem(BY_HOUR, hours.size() + " weights, expected 24, not all of them 0");
        }
        return new Flow(section.find(PER_DAY), hours);
    }

    private static Amount amount(Section root, Key<Section> key, Amount otherwise) {
        Section section = root.section(key);
        Integer median = section.find(MEDIAN);
        return median == null ? otherwise : new Amount(median, section.get(SPREAD) / PERCENT);
    }

    private static Truth truth(Section section) {
        return new Truth(
                QuotaLimitReader.read(section.section(LIMITS), false),
                section.get(PER),
                section.find(WINDOW),
                section.get(HEADERS),
                section.get(RETRY_TOLD),
                section.find(AHEAD));
    }
}
