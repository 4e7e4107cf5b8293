package dev.relevo.quota;

import dev.relevo.dialect.Size;
import dev.relevo.dialect.Usage;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How many tokens a model makes of a prompt's bytes, and how long its answers are, as its answers told. Safe for use by many
 * threads.
 */
final class Calibration {
    private static final double FIRST_TOKENS_PER_BYTE = 1 / 3.5;
    private static final double LEAST_TOKENS_PER_BYTE = 0.02;
    private static final double MOST_TOKENS_PER_BYTE = 2;
    private static final double NEWEST_COUNTS = 0.1;

    /** Shorter prompts tell more of what a provider puts around them. */
    private static final int FEWEST_BYTES = 64;

    /** An image or a piece of sound, about. */
    private static final int MEDIUM_TOKENS = 1000;

    private static final int FIRST_ANSWER_TOKENS = 512;
    /** No answer is taken to be longer until some are known. */
    private static final int FIRST_LONGEST = 4096;

    /** What a provider puts around a prompt, such as how to use tools, and around its messages. */
    private static final int AROUND_A_PROMPT = 512;

    private static final int FEWEST_ANSWERS = 20;
    private static final double PART = 0.9;

    /** Each counts answers up to a length 2^¼ times that of the one before; the last ones of a million tokens. */
    private static final int LENGTHS = 81;

    private static final int LENGTHS_PER_DOUBLE = 4;

    /** Then old answers count half. */
    private static final int MOST_ANSWERS = 512;

    /** What an answer that counts among those of that length takes, about. */
    private static final double[] MIDDLES = IntStream.range(0, LENGTHS)
            .mapToDouble(length -> Math.pow(2, Math.max(0, length - 0.5) / LENGTHS_PER_DOUBLE))
            .toArray();

    private final int[] answers = new int[LENGTHS];
    private int known;
    private volatile double tokensPerByte = FIRST_TOKENS_PER_BYTE;
    private volatile long usual = FIRST_ANSWER_TOKENS;
    private volatile long mean = FIRST_ANSWER_TOKENS;
    private volatile long longest = FIRST_LONGEST;

    /** Tokens of a prompt. */
    long input(Size size) {
        return tokens(size.promptBytes()) + (long) size.media() * MEDIUM_TOKENS;
    }

    /** At most: no tokenizer makes more tokens of a text than it has bytes. Of media, whose tokens nobody tells, as expected. */
    long mostInput(Size size) {
        return AROUND_A_PROMPT
                + Math.max(size.promptBytes(), tokens(size.promptBytes()))
                + (long) size.media() * MEDIUM_TOKENS;
    }

    /**
     * Tokens of an answer at most, which the client's and the target's caps tell. Without either, of the longest one of late,
     * which a longer one may exceed.
     */
    long mostOutput(Size size, @Nullable Integer cap) {
        return capped(size.maxTokens() == null && cap == null ? longest : Integer.MAX_VALUE, size, cap);
    }

    /**
     * Tokens of an answer: nine of ten are no longer, and the client's and the target's caps allow no more.
     *
     * @param cap the target's, on each choice; null for none
     */
    long output(Size size, @Nullable Integer cap) {
        return capped(usual, size, cap);
    }

    /**
     * Tokens of an answer on average, where none comes near the caps; else as {@link #output}, since whoever asks for little is
     * likely to get all of it.
     */
    long usualOutput(Size size, @Nullable Integer cap) {
        return isFar(size.maxTokens()) && isFar(cap) ? mean * size.choices() : output(size, cap);
    }

    private boolean isFar(@Nullable Integer cap) {
        return cap == null || cap > longest;
    }

    private static long capped(long tokens, Size size, @Nullable Integer cap) {
        long each = tokens;
        each = size.maxTokens() == null ? each : Math.min(each, size.maxTokens());
        each = cap == null ? each : Math.min(each, cap);
        return each * size.choices();
    }

    /** Tokens of a text. */
    long tokens(long bytes) {
        return (long) Math.ceil(bytes * tokensPerByte);
    }

    /** An answer told what it took. */
    synchronized void learn(Size size, Usage usage) {
        if (size.media() == 0 && size.promptBytes() >= FEWEST_BYTES && usage.prompt() > 0) {
            double told = (double) usage.prompt() / size.promptBytes();
            double sane = Math.clamp(told, LEAST_TOKENS_PER_BYTE, MOST_TOKENS_PER_BYTE);
            tokensPerByte += NEWEST_COUNTS * (sane - tokensPerByte);
        }
        if (size.choices() > 0 && usage.completion() > 0) {
            answered(Math.ceilDiv(usage.completion(), size.choices()));
        }
    }

    synchronized boolean hasLearned() {
        return known > 0 || tokensPerByte != FIRST_TOKENS_PER_BYTE;
    }

    /** All that was learned. */
    synchronized String text() {
        return tokensPerByte
                + Arrays.stream(answers).mapToObj(count -> " " + count).collect(Collectors.joining());
    }

    /** @throws NumberFormatException if it is no such text */
    synchronized void recall(String text) {
        String[] numbers = text.split(" ", LENGTHS + 1);
        tokensPerByte = Math.clamp(Double.parseDouble(numbers[0]), LEAST_TOKENS_PER_BYTE, MOST_TOKENS_PER_BYTE);
        known = 0;
        for (int i = 0; i < Math.min(LENGTHS, numbers.length - 1); i++) {
            answers[i] = Math.clamp(Integer.parseInt(numbers[i + 1]), 0, MOST_ANSWERS);
            known += answers[i];
        }
        estimate();
    }

    private void answered(long tokens) {
        answers[length(tokens)]++;
        known++;
        if (known >= MOST_ANSWERS) {
            known = 0;
            for (int i = 0; i < LENGTHS; i++) {
                answers[i] /= 2;
                known += answers[i];
            }
        }
        estimate();
    }

    private void estimate() {
        if (known >= FEWEST_ANSWERS) {
            usual = exceededBy((1 - PART) * known);
            mean = (long) Math.ceil(sum() / known);
            longest = exceededBy(0);
        }
    }

    private double sum() {
        double sum = 0;
        for (int length = 0; length < LENGTHS; length++) {
            sum += answers[length] * MIDDLES[length];
        }
        return sum;
    }

    /** The least length that no more answers than that exceed. */
    private long exceededBy(double part) {
        int length = LENGTHS - 1;
        int longer = answers[length];
        while (longer <= part) {
            length--;
            longer += answers[length];
        }
        return (long) Math.ceil(Math.pow(2, (double) length / LENGTHS_PER_DOUBLE));
    }

    private static int length(long tokens) {
        double doubles = Math.log((double) tokens) / Math.log(2);
        return Math.min(LENGTHS - 1, (int) Math.ceil(LENGTHS_PER_DOUBLE * doubles - 1e-9));
    }
}
