package dev.relevo.wire;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a request stands in a trace, as header fields of the W3C's Trace Context tell it.
 *
 * @param parent {@code traceparent}
 * @param state {@code tracestate}, which is for whoever wrote it; null for none
 */
public record TraceContext(String parent, @Nullable String state) {
    private static final Pattern PARENT = Pattern.compile("(?!ff)[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    /** What the recommendation has everyone pass on at least. */
    private static final Pattern STATE = Pattern.compile("[\\x20-\\x7e]{1,512}");

    /**
     * What a client told, to be passed on; null if that is no trace's parent, without which its state means nothing.
     *
     * @param states the values of all fields {@code tracestate}, which are one list
     */
    public static @Nullable TraceContext of(@Nullable String parent, List<String> states) {
        if (parent == null || !PARENT.matcher(parent).matches()) {
            return null;
        }
        String state = String.join(",", states);
        return new TraceContext(parent, STATE.matcher(state).matches() ? state : null);
    }

    /** The same trace, of which something else is the parent now. */
    public static TraceContext below(String parent, @Nullable TraceContext client) {
        return new TraceContext(parent, client == null ? null : client.state);
    }

    /** Each on a line that a line break precedes. */
    public String lines() {
        return "\r\ntraceparent: " + parent + (state == null ? "" : "\r\ntracestate: " + state);
    }
}
