package dev.relevo.dialect;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a rate-limit header tells of, by its name: {@code x-ratelimit-remaining-tokens-minute} (Cerebras, Mistral),
 * {@code x-ratelimit-reset-requests} (OpenAI, Groq, Azure), {@code X-RateLimit-Limit} (OpenRouter, GitHub),
 * {@code x-ratelimit-limit-tokens-prompt} (Fireworks), {@code x-tokenlimit-limit} (Together),
 * {@code x-ratelimitbysize-limit-month} (Mistral), {@code anthropic-ratelimit-input-tokens-reset} and the like.
 *
 * @param period null if the name does not tell it
 * @param plain whether the name does not tell the quantity; then it is what such headers mostly count
 */
record LimitName(Part part, Quantity quantity, @Nullable Period period, boolean plain) {
    private static final List<String> PREFIXES = List.of(
            "x-ratelimit-",
            "anthropic-ratelimit-",
            "x-tokenlimit-",
            "ratelimit-",
            "ratelimitbysize-",
            "x-ratelimitbysize-",
            "x-rate-limit-");

    /** The items of a draft standard, in one header. */
    private static final String ITEMS = "ratelimit";

    /** What of a limit it tells. */
    enum Part {
        LIMIT,
        REMAINING,
        RESET,
        /** The seconds of its period, at GitHub Models. */
        PERIOD
    }

    /** Whether a header of that name may tell of a limit. */
    static boolean isOne(String header) {
        return prefix(header) != null || header.equalsIgnoreCase(ITEMS);
    }

    /** Null if the header is none of those, or tells of what nobody here counts, such as images. */
    static @Nullable LimitName of(String header) {
        String prefix = prefix(header);
        if (prefix == null) {
            return null;
        }
        boolean tokens = prefix.contains("token") || prefix.contains("bysize");
        return of(header.substring(prefix.length()).toLowerCase(Locale.ROOT), tokens);
    }

    private static @Nullable LimitName of(String words, boolean tokens) {
        Part part = null;
        Quantity quantity = null;
        Period period = null;
        for (int from = 0; from <= words.length(); ) {
            int hyphen = words.indexOf('-', from);
            int to = hyphen < 0 ? words.length() : hyphen;
            String word = words.substring(from, to);
            Part itsPart = part(word);
            Quantity itsQuantity = quantity(word);
            Period itsPeriod = period(word);
            if (itsPart == null && itsQuantity == null && itsPeriod == null) {
                return null;
            }
            part = itsPart == null ? part : itsPart;
            period = itsPeriod == null ? period : itsPeriod;
            boolean narrower = quantity == null || quantity == Quantity.TOKENS;
            quantity = itsQuantity != null && narrower ? itsQuantity : quantity;
            from = to + 1;
        }
        Quantity counted = quantity != null ? quantity : tokens ? Quantity.TOKENS : Quantity.REQUESTS;
        return part == null ? null : new LimitName(part, counted, period, quantity == null);
    }

    private static @Nullable String prefix(String header) {
        char first = header.isEmpty() ? 0 : (char) (header.charAt(0) | 0x20);
        if (first != 'x' && first != 'r' && first != 'a') {
            return null;
        }
        for (String prefix : PREFIXES) {
            if (header.regionMatches(true, 0, prefix, 0, prefix.length())) {
                return prefix;
            }
        }
        return null;
    }

    private static @Nullable Part part(String word) {
        return switch (word) {
            case "limit" -> Part.LIMIT;
            case "remaining" -> Part.REMAINING;
            case "reset" -> Part.RESET;
            case "renewalperiod" -> Part.PERIOD;
            default -> null;
        };
    }

    /** Of a word in any name or sentence, or null. */
    static @Nullable Period period(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "second", "sec" -> Period.SECOND;
            case "minute", "min" -> Period.MINUTE;
            case "hour" -> Period.HOUR;
            case "day" -> Period.DAY;
            case "month" -> Period.MONTH;
            default -> null;
        };
    }

    private static @Nullable Quantity quantity(String word) {
        return switch (word) {
            case "requests", "request", "req" -> Quantity.REQUESTS;
            case "tokens", "token" -> Quantity.TOKENS;
            case "input", "prompt" -> Quantity.INPUT_TOKENS;
            case "output", "generated", "completion" -> Quantity.OUTPUT_TOKENS;
            default -> null;
        };
    }
}
