package dev.relevo.dialect;

import dev.relevo.dialect.Written.Entries;
import dev.relevo.dialect.Written.Entry;
import dev.relevo.dialect.Written.Item;
import dev.relevo.dialect.Written.Items;
import dev.relevo.dialect.Written.Scalar;
import dev.relevo.dialect.Written.Text;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Makes up requests in which the same few names stand at every depth, with every kind of value. */
final class RandomTree {
    private static final List<String> GAPS = List.of("", "", "", "", " ", "\n\t");
    private static final List<String> NAMES =
            List.of("role", "name", "label", "content", "function", "strict", "exact", "json_schema");
    private static final List<String> TEXTS =
            List.of("developer", "user", "", "a,\"b\"}]", "é \ud83d\ude00", "required", "name");
    private static final List<String> SCALARS = List.of("null", "true", "false", "0", "-1.50e3", "1e400", "[ ]", "{ }");

    private final Random random;

    RandomTree(Random random) {
        this.random = random;
    }

    Entries request() {
        List<Entry> entries = new ArrayList<>();
        entries.add(entry("model", new Text("m", "\"m\"")));
        List.of("messages", "tools", "response_format", "role", "label", "name")
                .forEach(name -> entries.add(entry(name, value(3))));
        Collections.shuffle(entries, random);
        return new Entries(entries);
    }

    private Written value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 2)) {
            case 0 -> new Scalar(any(SCALARS));
            case 1 -> text(any(TEXTS));
            case 2, 3, 4 -> items(depth - 1);
            default -> entries(depth - 1);
        };
    }

    private Items items(int depth) {
        return new Items(IntStream.range(0, random.nextInt(4))
                .mapToObj(_ -> new Item(value(depth), any(GAPS)))
                .toList());
    }

    private Entries entries(int depth) {
        List<String> names = new ArrayList<>(NAMES);
        Collections.shuffle(names, random);
        return new Entries(names.subList(0, random.nextInt(6)).stream()
                .map(name -> entry(name, value(depth)))
                .toList());
    }

    private Entry entry(String name, Written value) {
        return new Entry(name, text(name).text(), value, any(GAPS));
    }

    /** Now and then with an escape, which a reader must resolve. */
    private Text text(String content) {
        StringBuilder text = new StringBuilder("\"");
        for (char c : content.toCharArray()) {
            boolean escaped = c == '"' || (!Character.isSurrogate(c) && random.nextInt(20) == 0);
            text.append(escaped ? String.format("\\u%04x", (int) c) : String.valueOf(c));
        }
        return new Text(content, text.append('"').toString());
    }

    private String any(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
