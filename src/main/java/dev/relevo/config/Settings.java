package dev.relevo.config;

import java.util.List;
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
}
