package dev.relevo.stats;

import java.util.List;
import java.util.Map;

/**
 * What ended in the last {@link Recent#SPANS} spans.
 *
 * @param spans the oldest first; the last one is not over
 * @param errors attempts by the word of their outcome
 */
public record Past(List<Sums> spans, Map<String, Long> errors) {
    /** Of the spans that are over. */
    private static final int A_MINUTE = (int) (60 / Recent.SPAN.toSeconds());

    public Past {
        spans = List.copyOf(spans);
    }

    /** All. */
    public long ended() {
        return spans.stream().mapToLong(Sums::ended).sum();
    }

    /** How many ended a second, over the last minute that is over and what has come since. */
    public double perSecond(long epochMillis) {
        long spanMillis = Recent.SPAN.toMillis();
        long millis = A_MINUTE * spanMillis + Math.floorMod(epochMillis, spanMillis);
        long ended = spans.subList(spans.size() - 1 - A_MINUTE, spans.size()).stream()
                .mapToLong(Sums::ended)
                .sum();
        return 1000.0 * (double) ended / (double) millis;
    }
}
