package dev.relevo.config;

import java.util.Locale;

/** What a preset may have mended in a provider's answers; everything else reaches the client as it came. */
public enum Repair {
    /** A streamed tool call without an {@code index} gets one. */
    TOOL_CALL_INDEX,
    /** A choice that called tools and finished with {@code stop} or an empty reason says {@code tool_calls}. */
    TOOL_CALL_FINISH;

    /** As files spell it: {@code tool-call-index}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
