package dev.relevo.dialect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Quantity;
import dev.relevo.config.Quotas;
import dev.relevo.wire.Durations;
import dev.relevo.wire.Headers;
import java.time.Duration;
import java.util.List;

/** Any bytes as the headers, the words or the body of an answer: whatever they tell of limits is sane. */
public final class ToldFuzz {
    private static final long NOW = 1_790_000_000_000L;

    private ToldFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        List<Told> inHeaders = Told.of(headers(new String(input, ISO_8859_1)), Quotas.NONE, NOW);
        List<Told> inError = Told.ofError(new String(input, UTF_8), input, Quotas.NONE, NOW);
        inHeaders.forEach(ToldFuzz::check);
        inError.forEach(ToldFuzz::check);
        List<Told> joined = Told.joined(inError, inHeaders);
        joined.forEach(ToldFuzz::check);
        assertTrue(joined.size() <= inError.size() + inHeaders.size());
    }

    private static void check(Told told) {
        Long limit = told.limit();
        Long remaining = told.remaining();
        Duration reset = told.reset();
        assertTrue(limit != null || remaining != null, told::toString);
        assertTrue(limit == null || (limit >= 1 && limit <= Told.MOST), told::toString);
        assertTrue(remaining == null || (remaining >= 0 && remaining <= Told.MOST), told::toString);
        assertTrue(reset == null || (!reset.isNegative() && reset.compareTo(Durations.MAX) <= 0), told::toString);
        assertTrue(told.quantity() != Quantity.CONCURRENT || told.period() == null, told::toString);
    }

    /** The lines that can be header fields. */
    private static Headers headers(String text) {
        Headers headers = new Headers();
        for (String line : text.split("\n")) {
            int colon = line.indexOf(':');
            try {
                headers.add(line.substring(0, Math.max(0, colon)), line.substring(colon + 1));
            } catch (IllegalArgumentException noField) {
                headers.add("x-ratelimit-limit-tokens", Integer.toString(line.length()));
            }
        }
        return headers;
    }
}
