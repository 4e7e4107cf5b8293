package dev.relevo.chaos;

import java.util.ArrayList;
import java.util.List;

/**
 * What a client got.
 *
 * @param status 0 if no head came
 * @param body without framing, as far as it came
 * @param ending how it ended
 */
record Reply(int status, String body, Ending ending) {
    enum Ending {
        /** As its framing promised. */
        WHOLE,
        /** The connection ended first. */
        CUT,
        /** Nothing more came for longer than anybody waits. */
        STALLED
    }

    /** The payloads of its events, a last one without its blank line included where the body is whole; no comments. */
    List<String> events() {
        List<String> events = new ArrayList<>();
        String[] blocks = body.split("\n\n", -1);
        int whole = ending == Ending.WHOLE ? blocks.length : blocks.length - 1;
        for (int i = 0; i < whole; i++) {
            if (!blocks[i].isEmpty() && !blocks[i].startsWith(":")) {
                events.add(blocks[i].startsWith("data: ") ? blocks[i].substring("data: ".length()) : blocks[i]);
            }
        }
        return events;
    }
}
