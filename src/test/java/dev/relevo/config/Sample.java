package dev.relevo.config;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Configuration made up for tests, as records. */
public final class Sample {
    private Sample() {}

    /** A provider with that many keys; with none it needs none. */
    public static Provider provider(String name, int keys) {
        return provider(name, keys, Quirks.NONE);
    }

    public static Provider provider(String name, int keys, Quirks quirks) {
        return provider(name, keys, quirks, Map.of());
    }

    /** One that needs no key but these headers. */
    public static Provider provider(String name, Map<String, String> headers) {
        return provider(name, 0, Quirks.NONE, headers);
    }

    private static Provider provider(String name, int keys, Quirks quirks, Map<String, String> headers) {
        return new Provider(
                name,
                name,
                URI.create("https://" + name + ".example/v1"),
                IntStream.rangeClosed(1, keys)
                        .mapToObj(i -> new Secret("key-" + i))
                        .toList(),
                keys > 0,
                List.of(),
                null,
                null,
                headers,
                Timeouts.DEFAULT,
                quirks,
                Supports.EVERYTHING,
                ContextWindows.UNKNOWN,
                Quotas.NONE);
    }

    /** Fields to drop and to rename, by the texts of their paths. */
    public static Quirks quirks(Set<String> drop, Map<String, String> rename, String maxTokensField) {
        Map<FieldPath, String> renames = rename.entrySet().stream()
                .collect(Collectors.toMap(entry -> FieldPath.parse(entry.getKey()), Map.Entry::getValue));
        return new Quirks(
                drop.stream().map(FieldPath::parse).collect(Collectors.toSet()),
                renames,
                Map.of(),
                maxTokensField,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Set.of(),
                Continuation.NONE);
    }

    /** The same, and texts that are replaced, by the texts of their paths. */
    public static Quirks replacing(Quirks quirks, Map<String, Map<String, String>> replace) {
        return new Quirks(
                quirks.drop(),
                quirks.rename(),
                replace.entrySet().stream()
                        .collect(Collectors.toMap(entry -> FieldPath.parse(entry.getKey()), Map.Entry::getValue)),
                quirks.maxTokensField(),
                quirks.gaps(),
                quirks.keyErrors(),
                quirks.accountLimits(),
                quirks.overloads(),
                quirks.repairs(),
                quirks.continues());
    }

    /** The model {@code model} at a provider of that name. */
    public static Entry entry(String provider, int tier) {
        return new Entry(provider, "model", tier, null, 1, null, null, null, Terms.NONE);
    }

    /** One alias, {@code auto}, over these entries. */
    public static Settings settings(Strategy strategy, List<Provider> providers, List<Entry> entries) {
        return settings(strategy, providers, entries, Retries.DEFAULT);
    }

    public static Settings settings(Strategy strategy, List<Provider> providers, List<Entry> entries, Retries retries) {
        Alias auto = alias("auto", strategy, entries, retries);
        return new Settings(Server.DEFAULT, providers, List.of(auto), List.of());
    }

    public static Alias alias(String name, Strategy strategy, List<Entry> entries, Retries retries) {
        return new Alias(
                name,
                strategy,
                Affinity.EXPLICIT,
                entries,
                Alias.DEFAULT_HOLD_LIMIT,
                Streams.DEFAULT,
                retries,
                Timeouts.UNBOUNDED);
    }
}
