package dev.relevo.quota;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What was used and ceases to count at the same moment.
 *
 * @param endsMillis since the Unix epoch
 */
record Portion(long endsMillis, long amount) {

    static String text(List<Portion> portions) {
        return portions.stream()
                .map(portion -> portion.endsMillis + ":" + portion.amount)
                .collect(Collectors.joining(","));
    }

    /** @throws NumberFormatException if it is no such text */
    static List<Portion> read(String text) {
        List<Portion> portions = new ArrayList<>();
        for (String portion : text.isEmpty() ? new String[0] : text.split(",")) {
            int colon = portion.indexOf(':');
            portions.add(new Portion(
                    Long.parseLong(portion, 0, Math.max(0, colon), 10),
                    Long.parseLong(portion, colon + 1, portion.length(), 10)));
        }
        return portions;
    }
}
