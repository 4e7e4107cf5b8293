package dev.relevo.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration, checked. Providers and aliases keep the file's order.
 *
 * @param providers every provider that the file or a target names, presets filled in
 * @param aliases the models that clients may ask for
 * @param warnings what a person should know but nothing stops at (a trimmed key, ...), one line each
 */
public record Settings(Server server, List<Provider> providers, List<Alias> aliases, List<String> warnings) {
    public Settings {
        providers = List.copyOf(providers);
        aliases = List.copyOf(aliases);
        warnings = List.copyOf(warnings);
    }

    /** The provider of that name, or null. */
    public @Nullable Provider provider(String name) {
        return providers.stream().filter(p -> p.name().equals(name)).findFirst().orElse(null);
    }

    /** Whether nothing is live, so that only the built-in demo could answer. */
    public boolean needsDemo() {
        return providers.stream().noneMatch(Provider::live);
    }

    /** These settings with the demo provider, as the last target of each alias. */
    public Settings withDemo(URI baseUrl) {
        List<Provider> withDemo = new ArrayList<>(providers);
        withDemo.add(Provider.demo(baseUrl));
        List<Alias> served =
                aliases.stream().map(alias -> alias.with(Entry.DEMO)).toList();
        return new Settings(server, withDemo, served, warnings);
    }

    /** Live providers of which some target means the first model that they list. */
    public List<Provider> askedForFirstModel() {
        return providers.stream()
                .filter(Provider::live)
                .filter(provider -> aliases.stream()
                        .flatMap(alias -> alias.entries().stream())
                        .anyMatch(entry -> entry.meansFirstModelOf(provider)))
                .toList();
    }

    /** These settings with that model in each target that means the provider's first one. */
    public Settings withFirstModel(Provider provider, String model) {
        return withEntries(entry -> entry.meansFirstModelOf(provider) ? entry.withModel(model) : entry, warnings);
    }

    /**
     * These settings without the targets that mean the provider's first model.
     *
     * @param why nobody knows which one that is
     */
    public Settings withoutFirstModel(Provider provider, String why) {
        List<String> more = new ArrayList<>(warnings);
        more.add(provider.displayName() + " is passed over, since its first model is unknown: " + why);
        return withEntries(entry -> entry.meansFirstModelOf(provider) ? null : entry, more);
    }

    public Settings withServer(Server other) {
        return new Settings(other, providers, aliases, warnings);
    }

    /** @param change gives the entry to stand there, or null for none */
    private Settings withEntries(Function<Entry, @Nullable Entry> change, List<String> warningsThen) {
        List<Alias> changed =
                aliases.stream().map(alias -> alias.withEntries(change)).toList();
        return new Settings(server, providers, changed, warningsThen);
    }
}
