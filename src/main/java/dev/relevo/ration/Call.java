package dev.relevo.ration;

import dev.relevo.config.Price;
import dev.relevo.config.Quantity;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request as a provider counts it.
 *
 * @param id which request of a client it serves
 * @param prompt its tokens
 * @param answer tokens of what it will be answered, as many as it allows
 * @param stream whether that comes in events
 */
record Call(int id, long prompt, long answer, boolean stream) {
    /** One and four dollars for a million tokens. */
    static final Price PRICE = new Price(1_000_000, 4_000_000, 1_000_000);

    /** What Relevo may set aside at most: of money, as if each byte of the prompt were a token. */
    static final Call LARGEST = new Call(0, 1000, 64, false);

    private static final int PROMPT_BYTES = 400;
    private static final int BYTES_PER_TOKEN = 4;
    private static final int LONG_ANSWER = 64;
    private static final int SHORT_ANSWER = 24;
    private static final int SHORT_EVERY = 5;
    private static final int STREAMED_EVERY = 3;
    private static final Pattern BODY = Pattern.compile("\"request (\\d+) ");
    private static final Pattern ANSWER = Pattern.compile("\"max_tokens\": ?(\\d+)");
    private static final Pattern STREAM = Pattern.compile("\"stream\": ?true");

    /** One of a client, of a usual size. */
    static Call of(int id) {
        long answer = id % SHORT_EVERY == 0 ? SHORT_ANSWER : LONG_ANSWER;
        return new Call(id, PROMPT_BYTES / BYTES_PER_TOKEN, answer, id % STREAMED_EVERY == 0);
    }

    /**
     * What Relevo sent.
     *
     * @throws AssertionError if it is none of ours
     */
    static Call read(String body) {
        return new Call(
                Integer.parseInt(found(BODY, body)),
                PROMPT_BYTES / BYTES_PER_TOKEN,
                Long.parseLong(found(ANSWER, body)),
                STREAM.matcher(body).find());
    }

    /** What a client sends, in JSON. */
    String body(String model) {
        String text = "request " + id + " ";
        return "{\"model\":\"" + model + "\",\"stream\":" + stream + ",\"max_tokens\":" + answer
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "x".repeat(PROMPT_BYTES - text.length())
                + "\"}]}";
    }

    /** Money in nano-dollars. */
    long amount(Quantity quantity) {
        return switch (quantity) {
            case REQUESTS, CONCURRENT -> 1;
            case TOKENS -> prompt + answer;
            case INPUT_TOKENS -> prompt;
            case OUTPUT_TOKENS -> answer;
            case USD -> PRICE.of(prompt, 0, answer);
        };
    }

    private static String found(Pattern pattern, String body) {
        Matcher matcher = pattern.matcher(body);
        if (!matcher.find()) {
            throw new AssertionError("not what a client sent: " + body);
        }
        return matcher.group(1);
    }
}
