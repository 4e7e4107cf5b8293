package dev.relevo.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The events of a body as a browser's {@code EventSource} hands them out (WHATWG HTML, "Interpreting an event stream"). */
record TextEvents(List<Event> all) {
    record Event(String type, String data) {}

    static TextEvents of(String body) {
        List<Event> all = new ArrayList<>();
        String type = "";
        StringBuilder data = new StringBuilder();
        for (String line : body.split("\r\n|\r|\n", -1)) {
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            if (line.isEmpty() && !data.isEmpty()) {
                all.add(new Event(type.isEmpty() ? "message" : type, data.substring(0, data.length() - 1)));
            }
            if (line.isEmpty()) {
                type = "";
                data.setLength(0);
            } else if (field.equals("data")) {
                data.append(value).append('\n');
            } else if (field.equals("event")) {
                type = value;
            } else if (colon != 0) {
                throw new AssertionError("neither an event nor a comment: " + line);
            }
        }
        return new TextEvents(all);
    }

    /** The data of the pieces, put together. */
    String text() {
        return String.join("", pieces());
    }

    List<String> pieces() {
        return all.stream()
                .filter(event -> event.type().equals("message"))
                .map(Event::data)
                .toList();
    }

    /** The last event, if it is of that type; else an error. */
    String last(String type) {
        Event last = all.getLast();
        if (!last.type().equals(type)) {
            throw new AssertionError("not " + type + " but " + last);
        }
        return last.data();
    }

    /** The types of all events but the pieces. */
    String marks() {
        return all.stream()
                .map(Event::type)
                .filter(type -> !type.equals("message"))
                .collect(Collectors.joining(" "));
    }
}
