package dev.relevo.stats;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * How attempts ended in the last minutes, for each alias and target in spans of a few seconds, and how many requests did. Safe for use by many threads,
 * without a lock.
 */
public final class Recent {
    /** How long a span is. */
    public static final Duration SPAN = Duration.ofSeconds(5);

    /** How many are kept. */
    public static final int SPANS = 60;

    /** Reloads may name others again and again. */
    private static final int MOST_SERIES = 4096;

    private final Map<Key, Series> all = new ConcurrentHashMap<>();
    private final Series requests = new Series();

    private record Key(String alias, String target) {}

    /** An attempt of a request for that alias has ended. */
    public void ended(String alias, String target, AttemptRecord attempt) {
        long number = attempt.epochMillis() / SPAN.toMillis();
        Series series = series(new Key(alias, target), number);
        if (series != null) {
            series.at(number).add(attempt);
        }
    }

    /** A request of a client's has ended, at that moment. */
    public void requestEnded(long epochMillis) {
        requests.at(epochMillis / SPAN.toMillis()).count();
    }

    /** Requests of clients in the spans up to that moment: of each span, how many ended. */
    public Past requests(long epochMillis) {
        return past(List.of(requests), epochMillis);
    }

    /** What ended there in the spans up to that moment; for a null alias, of all aliases together. */
    public Past past(@Nullable String alias, String target, long epochMillis) {
        List<Series> wanted = all.entrySet().stream()
                .filter(each -> each.getKey().target().equals(target)
                        && (alias == null || each.getKey().alias().equals(alias)))
                .map(Map.Entry::getValue)
                .toList();
        return past(wanted, epochMillis);
    }

    private static Past past(List<Series> wanted, long epochMillis) {
        long newest = epochMillis / SPAN.toMillis();
        List<Sums> spans = new ArrayList<>(SPANS);
        Map<String, Long> errors = new TreeMap<>();
        for (long number = newest - SPANS + 1; number <= newest; number++) {
            Sums sums = Sums.NONE;
            for (Series series : wanted) {
                Span span = series.known(number);
                if (span != null) {
                    sums = sums.plus(span.sums());
                    span.errors().forEach((outcome, count) -> errors.merge(outcome, count.sum(), Long::sum));
                }
            }
            spans.add(sums);
        }
        return new Past(spans, errors);
    }

    private @Nullable Series series(Key key, long number) {
        Series known = all.get(key);
        if (known != null) {
            return known;
        }
        if (all.size() >= MOST_SERIES) {
            all.values().removeIf(series -> series.isSilent(number));
        }
        return all.size() >= MOST_SERIES ? null : all.computeIfAbsent(key, _ -> new Series());
    }

    /** A ring: a span takes the place of the one that is too old. */
    private static final class Series {
        private final AtomicReferenceArray<@Nullable Span> ring = new AtomicReferenceArray<>(SPANS);

        Span at(long number) {
            int place = (int) Math.floorMod(number, (long) SPANS);
            Span there = ring.get(place);
            while (there == null || there.number() != number) {
                Span fresh = new Span(number);
                if (ring.compareAndSet(place, there, fresh)) {
                    return fresh;
                }
                there = ring.get(place);
            }
            return there;
        }

        @Nullable
        Span known(long number) {
            Span there = ring.get((int) Math.floorMod(number, (long) SPANS));
            return there == null || there.number() != number ? null : there;
        }

        boolean isSilent(long newest) {
            for (long number = newest - SPANS + 1; number <= newest; number++) {
                if (known(number) != null) {
                    return false;
                }
            }
            return true;
        }
    }
}
