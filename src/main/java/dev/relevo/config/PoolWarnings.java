package dev.relevo.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Pool settings that do nothing with the targets that are live.
 *
 * @param path of the pool in the file
 * @param providers of its entries, those that are live
 * @param entries of those providers
 */
record PoolWarnings(String path, Alias alias, List<Provider> providers, List<Entry> entries) {
    static PoolWarnings of(Alias alias, List<Provider> all) {
        List<Provider> live = all.stream()
                .filter(Provider::live)
                .filter(provider -> alias.entries().stream().anyMatch(entry -> isOf(entry, provider)))
                .toList();
        List<Entry> entries = alias.entries().stream()
                .filter(entry -> live.stream().anyMatch(provider -> isOf(entry, provider)))
                .toList();
        return new PoolWarnings("models." + alias.name() + ".", alias, live, entries);
    }

    /** A sentence each; none where nothing is live. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (entries.isEmpty()) {
            return lines;
        }
        if (alias.streams().onCut() == OnCut.CONTINUE && entries.stream().noneMatch(this::continues)) {
            lines.add(
                    path + "on-cut: no live target of the pool 'continues', so a cut stream is told by an error event");
        }
        if (alias.retries().hedge() && targets() < 2) {
            lines.add(path + "hedge: the pool has one live target, so there is nothing to hedge with");
        }
        Duration bridge = alias.streams().bridgeAfter();
        if (bridge != null && bridge.compareTo(longestTotal()) >= 0) {
            lines.add(path + "bridge-after: no request lasts for " + bridge.toSeconds() + " s, since timeouts.total is "
                    + longestTotal().toSeconds() + " s, so nothing is bridged");
        }
        return lines;
    }

    private boolean continues(Entry entry) {
        Continuation own = entry.continues();
        return own == null
                ? providers.stream()
                        .anyMatch(provider ->
                                isOf(entry, provider) && provider.quirks().continues() != Continuation.NONE)
                : own != Continuation.NONE;
    }

    /** Each of its models once per key. */
    private long targets() {
        return providers.stream()
                .mapToLong(provider -> Math.max(1, provider.keys().size())
                        * entries.stream()
                                .filter(entry -> isOf(entry, provider))
                                .map(entry -> String.valueOf(entry.model()))
                                .distinct()
                                .count())
                .sum();
    }

    private Duration longestTotal() {
        return providers.stream()
                .map(provider -> provider.timeouts().within(alias.timeouts()).total())
                .reduce(Duration.ZERO, (one, other) -> one.compareTo(other) >= 0 ? one : other);
    }

    private static boolean isOf(Entry entry, Provider provider) {
        return entry.provider().equals(provider.name());
    }
}
