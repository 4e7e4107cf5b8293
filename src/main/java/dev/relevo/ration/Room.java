package dev.relevo.ration;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether some provider had room when a client was told that none had. It says so only of room that was there all the time
 * from when the client asked to when it was refused, whatever else was on its way: on a slow machine it says less, and
 * nothing that is not so.
 */
final class Room {
    private final Set<Integer> onTheWay = new HashSet<>();
    private final Map<Provider, Long> lastTight = new HashMap<>();
    private List<Provider> providers = List.of();
    private long moment;

    synchronized void watch(List<Provider> all) {
        providers = List.copyOf(all);
    }

    /** A client sends its request; the moment, for {@link #since}. */
    synchronized long sent(Call call) {
        moment++;
        look();
        onTheWay.add(call.id());
        return moment;
    }

    /** A provider has it. */
    synchronized void arrived(Call call) {
        onTheWay.remove(call.id());
    }

    /** A client has its answer, whatever that is. */
    synchronized void ended(Call call) {
        onTheWay.remove(call.id());
        providers.forEach(provider -> provider.ended(call));
    }

    /** The providers that had room ever since that moment, by their names. To be asked after {@link #ended}. */
    synchronized List<String> since(long since) {
        look();
        return providers.stream()
                .filter(provider -> lastTight.getOrDefault(provider, 0L) < since)
                .map(provider -> provider.offer().name())
                .toList();
    }

    private void look() {
        for (Provider provider : providers) {
            if (!provider.surelyHasRoom(onTheWay.size())) {
                lastTight.put(provider, moment);
            }
        }
    }
}
