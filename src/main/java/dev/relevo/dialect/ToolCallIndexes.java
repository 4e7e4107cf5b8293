package dev.relevo.dialect;

import java.util.HashMap;
import java.util.Map;

/** Which index each tool call of one choice has, as its fragments come in. */
final class ToolCallIndexes {
    /** Bounds what is kept of an upstream that calls without end. */
    private static final int MOST_REMEMBERED = 128;

    private final Map<String, Integer> byId = new HashMap<>();
    private int next;
    private int last;

    /** Whether any tool was called. */
    boolean any() {
        return next > 0;
    }

    /**
     * Notes the index that a provider told of a fragment.
     *
     * @param id the call's, empty where the fragment has none
     */
    void told(String id, int index) {
        last = index;
        next = Math.max(next, index + 1);
        remember(id);
    }

    /**
     * The index of a fragment of which none was told: that of the call with its id; without a known one, a new call's if it
     * has an id or names its function, else that of the call before.
     *
     * @param id the call's, empty where the fragment has none
     */
    int of(String id, boolean named) {
        Integer known = byId.get(id);
        if (known != null) {
            last = known;
        } else if (!any() || named || !id.isEmpty()) {
            last = next++;
            remember(id);
        }
        return last;
    }

    private void remember(String id) {
        if (!id.isEmpty() && byId.size() < MOST_REMEMBERED) {
            byId.put(id, last);
        }
    }
}
