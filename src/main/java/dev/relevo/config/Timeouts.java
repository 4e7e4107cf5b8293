package dev.relevo.config;

import java.time.Duration;

/**
 * How long an upstream may keep us waiting, as a provider's own timeouts and as a pool's, of which the smaller holds.
 *
 * @param connect name look-up, TCP and TLS together
 * @param ttft streams: from sending to the first content
 * @param answer plain answers: from sending to the whole answer, or to the first bytes past the hold limit
 * @param idle silence between two reads after the first content
 * @param total from the request's arrival to the end of the answer
 */
public record Timeouts(Duration connect, Duration ttft, Duration answer, Duration idle, Duration total) {
    public static final Timeouts DEFAULT = new Timeouts(
            Duration.ofSeconds(3),
            Duration.ofSeconds(60),
            Duration.ofSeconds(300),
            Duration.ofSeconds(60),
            Duration.ofSeconds(600));

    private static final Duration EVER = Duration.ofSeconds(Long.MAX_VALUE);

    /** Those of a pool that has none: whatever its providers' timeouts are holds. */
    public static final Timeouts UNBOUNDED = new Timeouts(EVER, EVER, EVER, EVER, EVER);

    Timeouts withTtft(Duration other) {
        return new Timeouts(connect, other, answer, idle, total);
    }

    /** The smaller of each. */
    public Timeouts within(Timeouts other) {
        return new Timeouts(
                smaller(connect, other.connect),
                smaller(ttft, other.ttft),
                smaller(answer, other.answer),
                smaller(idle, other.idle),
                smaller(total, other.total));
    }

    private static Duration smaller(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
