package dev.relevo.dialect;

import org.jspecify.annotations.Nullable;

/** The text that one {@code chat.completion.chunk} adds to its first choice, found in its bytes. */
public final class ChatText {
    private ChatText() {}

    /**
     * Reads an event's data: the {@code content} of the delta, also where that is a list of parts (Mistral). Reasoning,
     * refusals and tool calls are no part of the text.
     *
     * @return empty where it adds none; null where it is no event of an answer, since it has no {@code choices}
     * @throws dev.relevo.wire.MalformedJson if it is no JSON object
     */
    public static @Nullable String read(byte[] bytes, int from, int to) {
        Passage event = Passage.read(bytes, from, to);
        return event.answers() ? event.text() : null;
    }
}
