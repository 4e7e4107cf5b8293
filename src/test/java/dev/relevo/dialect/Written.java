package dev.relevo.dialect;

import java.util.List;
import java.util.stream.Collectors;

/** A JSON value as it is written, so that it can be changed without looking at bytes. */
sealed interface Written {
    String text();

    /** A string, with or without escapes. */
    record Text(String content, String text) implements Written {}

    /** A number, a literal, an empty container. */
    record Scalar(String text) implements Written {}

    /** @param gap whitespace before and behind the value */
    record Item(Written value, String gap) {}

    record Items(List<Item> items) implements Written {
        @Override
        public String text() {
            return items.stream()
                    .map(item -> item.gap + item.value.text() + item.gap)
                    .collect(Collectors.joining(",", "[", "]"));
        }
    }

    /**
     * @param written the name as it stands in the text, quotes included
     * @param gap whitespace before and behind the name and the value
     */
    record Entry(String name, String written, Written value, String gap) {
        String text() {
            return gap + written + gap + ":" + gap + value.text() + gap;
        }
    }

    record Entries(List<Entry> entries) implements Written {
        @Override
        public String text() {
            return entries.stream().map(Entry::text).collect(Collectors.joining(",", "{", "}"));
        }
    }
}
