package dev.relevo.chaos;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a client got.
 *
 * @param status 0 if no head came
 * @param bytes of the body without framing, as far as they came
 * @param ending how it ended
 */
public record Reply(int status, byte[] bytes, Ending ending) {
    /** How an answer ended. */
    public enum Ending {
        /** As its framing promised. */
        WHOLE,
        /** The connection ended first. */
        CUT,
        /** Nothing more came for longer than anybody waits. */
        STALLED
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Whether these bytes, or the first of them, are what came. */
    boolean begins(String whole) {
        byte[] all = whole.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= all.length && Arrays.equals(bytes, 0, bytes.length, all, 0, bytes.length);
    }

    /** The payloads of its events, a last one without its blank line included where the body is whole; no comments. */
    public List<String> events() {
        List<String> events = new ArrayList<>();
        String[] blocks = text().split("\n\n", -1);
        int whole = ending == Ending.WHOLE ? blocks.length : blocks.length - 1;
        for (int i = 0; i < whole; i++) {
            if (!blocks[i].isEmpty() && !blocks[i].startsWith(":")) {
                events.add(blocks[i].startsWith("data: ") ? blocks[i].substring("data: ".length()) : blocks[i]);
            }
        }
        return events;
    }
}
