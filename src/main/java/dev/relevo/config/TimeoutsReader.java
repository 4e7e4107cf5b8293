package dev.relevo.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads {@code timeouts}: a provider's, which have defaults, and a pool's, which bound those of its providers. */
final class TimeoutsReader {
    private static final Form<Duration> FORM = Scalars.duration(Duration.ofMillis(1));
    private static final Timeouts DEFAULT = Timeouts.DEFAULT;
    private static final TimeoutsReader PROVIDERS = new TimeoutsReader(DEFAULT);
    private static final TimeoutsReader POOLS = new TimeoutsReader(null);

    static final Shape SHAPE = PROVIDERS.shape();
    static final Shape POOL_SHAPE = POOLS.shape();

    private final Key<Duration> connect;
    private final Key<Duration> ttft;
    private final Key<Duration> answer;
    private final Key<Duration> idle;
    private final Key<Duration> total;

    /** @param otherwise null: without a value there is no bound */
    private TimeoutsReader(@Nullable Timeouts otherwise) {
        this.connect =
                key("connect", "Name look-up, TCP and TLS together.", otherwise == null ? null : otherwise.connect());
        this.ttft =
                key("ttft", "Streams: from sending to the first content.", otherwise == null ? null : otherwise.ttft());
        this.answer = key(
                "answer",
                "Plain answers: from sending to the whole answer.",
                otherwise == null ? null : otherwise.answer());
        this.idle = key(
                "idle",
                "Silence between two reads after the first content.",
                otherwise == null ? null : otherwise.idle());
        this.total = key(
                "total",
                "From the request's arrival to the end of the answer.",
                otherwise == null ? null : otherwise.total());
    }

    static Timeouts read(Section section) {
        return PROVIDERS.of(section, DEFAULT);
    }

    /** @param otherwise where the pool sets none */
    static Timeouts readPools(Section section, Timeouts otherwise) {
        return POOLS.of(section, otherwise);
    }

    private Shape shape() {
        return Shape.of(connect, ttft, answer, idle, total);
    }

    private Timeouts of(Section section, Timeouts otherwise) {
        return new Timeouts(
                or(section.find(connect), otherwise.connect()),
                or(section.find(ttft), otherwise.ttft()),
                or(section.find(answer), otherwise.answer()),
                or(section.find(idle), otherwise.idle()),
                or(section.find(total), otherwise.total()));
    }

    private static Duration or(@Nullable Duration told, Duration otherwise) {
        return told == null ? otherwise : told;
    }

    private static Key<Duration> key(String name, String words, @Nullable Duration otherwise) {
        return otherwise == null ? new Key<>(name, FORM, words) : new Key<>(name, FORM, words, otherwise);
    }
}
