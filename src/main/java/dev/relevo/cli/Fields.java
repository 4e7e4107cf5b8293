package dev.relevo.cli;

import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import dev.relevo.wire.MalformedJson;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of an object that a server answered with: texts, numbers and lists of objects. All others are as if they were not
 * there, and so is what is null.
 */
final class Fields {
    private static final int LONGEST_NUMBER = 40;

    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, BigDecimal> numbers = new HashMap<>();
    private final Map<String, List<Fields>> lists = new HashMap<>();

    private Fields() {}

    /** @throws MalformedJson if it is no object */
    static Fields of(byte[] json) {
        JsonCursor cursor = new JsonCursor(json, 0, json.length);
        Fields fields = object(cursor);
        cursor.end();
        return fields;
    }

    /** Empty where there is none. On one line, and harmless to a terminal. */
    String text(String name) {
        return Terminal.printable(texts.getOrDefault(name, ""));
    }

    boolean has(String name) {
        return texts.containsKey(name) || numbers.containsKey(name);
    }

    @Nullable
    BigDecimal number(String name) {
        return numbers.get(name);
    }

    /** Zero where there is none. */
    long whole(String name) {
        return numbers.getOrDefault(name, BigDecimal.ZERO).longValue();
    }

    /** Empty where there is none. */
    List<Fields> list(String name) {
        return lists.getOrDefault(name, List.of());
    }

    /** How long after a moment another is; null where one of them is not told. */
    @Nullable
    Duration until(String name, String moment) {
        try {
            Duration wait = Duration.between(Instant.parse(moment), Instant.parse(text(name)));
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Fields object(JsonCursor json) {
        Fields fields = new Fields();
        json.enterObject();
        while (json.nextMember()) {
            fields.add(json.name(), json);
        }
        return fields;
    }

    private void add(String name, JsonCursor json) {
        switch (json.kind()) {
            case STRING -> texts.put(name, json.string());
            case NUMBER -> {
                int from = json.skip();
                numbers.put(name, new BigDecimal(json.source(from, LONGEST_NUMBER)));
            }
            case ARRAY -> lists.put(name, objects(json));
            default -> json.skip();
        }
    }

    private static List<Fields> objects(JsonCursor json) {
        List<Fields> all = new ArrayList<>();
        json.enterArray();
        while (json.nextElement()) {
            if (json.kind() == Kind.OBJECT) {
                all.add(object(json));
            } else {
                json.skip();
            }
        }
        return all;
    }
}
