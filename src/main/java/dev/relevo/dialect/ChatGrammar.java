package dev.relevo.dialect;

import dev.relevo.wire.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The events of a streamed chat completion ({@code chat.completion.chunk}). */
public final class ChatGrammar implements Grammar {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final int choices;
    private final boolean withholdUsage;
    private final BitSet finished = new BitSet();
    private boolean content;
    private boolean done;
    private @Nullable Usage usage;
    private int cutFrom;
    private int cutTo;

    /**
     * @param choices how many choices the client asked for
     * @param withholdUsage whether the usage chunk is not for the client
     */
    public ChatGrammar(int choices, boolean withholdUsage) {
        this.choices = choices;
        this.withholdUsage = withholdUsage;
    }

    @Override
    public Meaning read(byte[] bytes, int from, int to) {
        cutFrom = 0;
        cutTo = 0;
        if (isDone(bytes, from, to)) {
            done = true;
            return Meaning.DONE;
        }
        try {
            ChatChunk chunk = ChatChunk.read(bytes, from, to);
            return chunk.hasError() ? Meaning.ERROR : take(chunk);
        } catch (MalformedJson e) {
            return Meaning.MALFORMED;
        }
    }

    @Override
    public int cutFrom() {
        return cutFrom;
    }

    @Override
    public int cutTo() {
        return cutTo;
    }

    @Override
    public boolean content() {
        return content;
    }

    @Override
    public boolean finished() {
        return (done && content) || finished.nextClearBit(0) >= choices;
    }

    @Override
    public @Nullable Usage usage() {
        return usage;
    }

    private Meaning take(ChatChunk chunk) {
        cutFrom = chunk.cutFrom();
        cutTo = chunk.cutTo();
        content |= chunk.hasContent();
        finished.or(chunk.finished());
        if (chunk.usage() != null) {
            usage = chunk.usage();
        }
        if (chunk.hasContent()) {
            return Meaning.CONTENT;
        }
        return withholdUsage && chunk.usage() != null && !chunk.hasChoices() ? Meaning.WITHHELD : Meaning.EMPTY;
    }

    private static boolean isDone(byte[] bytes, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && bytes[start] == ' ') {
            start++;
        }
        while (end > start && bytes[end - 1] == ' ') {
            end--;
        }
        return Arrays.equals(bytes, start, end, DONE, 0, DONE.length);
    }
}
