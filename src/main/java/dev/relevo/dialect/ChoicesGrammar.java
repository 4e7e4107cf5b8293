package dev.relevo.dialect;

import dev.relevo.wire.MalformedJson;
import dev.relevo.wire.Splices;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** The events of a streamed answer in choices: a chat completion ({@code chat.completion.chunk}) or a legacy one. */
final class ChoicesGrammar implements Grammar {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    private final String part;
    private final int choices;
    private final boolean withholdUsage;
    private final @Nullable ToolCallRepair repair;
    private final BitSet finished = new BitSet();
    private boolean content;
    private boolean done;
    private @Nullable Usage usage;
    private byte @Nullable [] changed;

    /**
     * @param part the member of a choice that says something: {@code delta} or {@code text}
     * @param choices how many choices the client asked for
     * @param withholdUsage whether the usage chunk is not for the client
     * @param repair what is mended before it is read, or null
     */
    ChoicesGrammar(String part, int choices, boolean withholdUsage, @Nullable ToolCallRepair repair) {
        this.part = part;
        this.choices = choices;
        this.withholdUsage = withholdUsage;
        this.repair = repair;
    }

    @Override
    public Meaning read(byte[] bytes, int from, int to) {
        changed = null;
        if (isDone(bytes, from, to)) {
            done = true;
            return Meaning.DONE;
        }
        try {
            changed = repair == null ? null : repair.event(bytes, from, to);
            return changed == null ? readChunk(bytes, from, to) : readChunk(changed, 0, changed.length);
        } catch (MalformedJson e) {
            return Meaning.MALFORMED;
        }
    }

    @Override
    public byte @Nullable [] changed() {
        return changed;
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

    private Meaning readChunk(byte[] bytes, int from, int to) {
        Chunk chunk = Chunk.read(part, bytes, from, to);
        if (chunk.hasError()) {
            return Meaning.ERROR;
        }
        if (chunk.cutTo() > chunk.cutFrom()) {
            Splices without = new Splices(Arrays.copyOfRange(bytes, from, to));
            without.remove(chunk.cutFrom() - from, chunk.cutTo() - from);
            changed = without.apply();
        }
        return take(chunk);
    }

    private Meaning take(Chunk chunk) {
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
