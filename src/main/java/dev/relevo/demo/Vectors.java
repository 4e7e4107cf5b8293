package dev.relevo.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An embeddings request's answer: for each text a vector of length one, which depends on nothing but the words, so that
 * texts with the same words are near each other.
 *
 * @param base64 little-endian floats in base64, as OpenAI's SDKs ask for, instead of numbers
 */
record Vectors(List<String> texts, int dimensions, boolean base64) {
    private static final int DEFAULT_DIMENSIONS = 64;
    private static final int MAX_DIMENSIONS = 4096;
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    /**
     * Reads a request's body.
     *
     * @throws Question.Refused if there is no input, or the dimensions are out of range
     * @throws dev.relevo.wire.MalformedJson if it is not JSON or a field is of the wrong kind
     */
    static Vectors read(byte[] body) throws Question.Refused {
        List<String> texts = new ArrayList<>();
        Long dimensions = (long) DEFAULT_DIMENSIONS;
        boolean base64 = false;
        JsonCursor cursor = new JsonCursor(body, 0, body.length);
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.kind() == Kind.NULL) {
                cursor.skip();
                continue;
            }
            switch (cursor.name()) {
                case "input" -> texts = Texts.read(cursor);
                case "dimensions" -> dimensions = cursor.integer();
                case "encoding_format" -> base64 = cursor.string().equals("base64");
                default -> cursor.skip();
            }
        }
        cursor.end();
        if (texts.isEmpty()) {
            throw new Question.Refused("input", "The field input is missing or empty: give a text or several.");
        }
        return new Vectors(texts, checked(dimensions), base64);
    }

    private static int checked(@Nullable Long dimensions) throws Question.Refused {
        if (dimensions == null || dimensions < 1 || dimensions > MAX_DIMENSIONS) {
            throw new Question.Refused("dimensions", "The demo gives 1 to " + MAX_DIMENSIONS + " dimensions.");
        }
        return dimensions.intValue();
    }

    /** The answer's body. */
    String json() {
        String data = IntStream.range(0, texts.size())
                .mapToObj(index -> "{\"object\":\"embedding\",\"index\":" + index + ",\"embedding\":"
                        + written(vector(texts.get(index))) + "}")
                .collect(Collectors.joining(","));
        int tokens = texts.stream().mapToInt(Completion::tokens).sum();
        return "{\"object\":\"list\",\"data\":[" + data + "],\"model\":\"" + Completion.MODEL
                + "\",\"usage\":{\"prompt_tokens\":" + tokens + ",\"total_tokens\":" + tokens + "}}";
    }

    /** Each word counts in one dimension, for or against. */
    private float[] vector(String text) {
        float[] vector = new float[dimensions];
        BETWEEN_WORDS
                .splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .forEach(word -> {
                    int hash = Arrays.hashCode(word.getBytes(UTF_8)) * 0x9E3779B9;
                    vector[(hash >>> 1) % dimensions] += (hash & 1) == 0 ? 1 : -1;
                });
        double length = 0;
        for (float component : vector) {
            length += component * component;
        }
        if (length == 0) {
            vector[0] = 1;
            length = 1;
        }
        for (int i = 0; i < dimensions; i++) {
            vector[i] /= (float) Math.sqrt(length);
        }
        return vector;
    }

    private String written(float[] vector) {
        if (!base64) {
            return Arrays.toString(vector);
        }
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return "\"" + Base64.getEncoder().encodeToString(bytes.array()) + "\"";
    }
}
