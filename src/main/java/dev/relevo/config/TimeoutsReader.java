package dev.relevo.config;

import java.time.Duration;

/** Reads {@code timeouts}. */
final class TimeoutsReader {
    private static final Form<Duration> FORM = Scalars.duration(Duration.ofMillis(1));
    private static final Timeouts DEFAULT = Timeouts.DEFAULT;

    private static final Key<Duration> CONNECT =
            new Key<>("connect", FORM, "Name look-up, TCP and TLS together.", DEFAULT.connect());
    private static final Key<Duration> TTFT =
            new Key<>("ttft", FORM, "Streams: from sending to the first content.", DEFAULT.ttft());
    private static final Key<Duration> ANSWER =
            new Key<>("answer", FORM, "Plain answers: from sending to the whole answer.", DEFAULT.answer());
    private static final Key<Duration> IDLE =
            new Key<>("idle", FORM, "Silence between two reads after the first content.", DEFAULT.idle());
    private static final Key<Duration> TOTAL =
            new Key<>("total", FORM, "From the request's arrival to the end of the answer.", DEFAULT.total());

    static final Shape SHAPE = Shape.of(CONNECT, TTFT, ANSWER, IDLE, TOTAL);

    private TimeoutsReader() {}

    static Timeouts read(Section section) {
        return new Timeouts(
                section.get(CONNECT), section.get(TTFT), section.get(ANSWER), section.get(IDLE), section.get(TOTAL));
    }
}
