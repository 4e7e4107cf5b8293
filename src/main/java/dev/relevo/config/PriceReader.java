package dev.relevo.config;

import org.jspecify.annotations.Nullable;

/** Reads {@code price}: dollars per million tokens. */
final class PriceReader {
    /** A dollar per million tokens is a million pico-dollars per token. */
    private static final int DIGITS = 6;

    private static final Key<Long> INPUT = new Key<>("input", Scalars.dollars(DIGITS), "Of prompts.");
    private static final Key<Long> OUTPUT = new Key<>("output", Scalars.dollars(DIGITS), "Of answers.");
    private static final Key<Long> CACHED_INPUT = new Key<>(
            "cached-input",
            Scalars.dollars(DIGITS),
            "Of what the provider had kept of prompts. Without it, as much as the others cost.");

    static final Key<Section> PRICE = new Key<>(
            "price",
            Shape.of(INPUT, OUTPUT, CACHED_INPUT).orOnly(INPUT),
            "US dollars per million tokens: a number for prompts and answers alike, 0 if they are free, or one for each."
                    + " Limits of money and the usage's cost go by it.");

    private PriceReader() {}

    /** The price at {@link #PRICE}; null if there is none. */
    static @Nullable Price read(Section section) {
        if (!section.has(PRICE)) {
            return null;
        }
        Section price = section.section(PRICE);
        Long input = needed(price, INPUT);
        Long output = price.isOnly(INPUT) ? input : needed(price, OUTPUT);
        Long cached = price.find(CACHED_INPUT);
        return input == null || output == null ? null : new Price(input, output, cached == null ? input : cached);
    }

    private static @Nullable Long needed(Section price, Key<Long> key) {
        if (!price.has(key)) {
            price.problem(key, "missing, expected dollars per million tokens, 0 if they are free");
        }
        return price.find(key);
    }
}
