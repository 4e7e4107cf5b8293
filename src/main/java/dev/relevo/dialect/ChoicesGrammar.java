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
    private final @Nullable Sequel sequel;
    private final @Nullable Transcript transcript;
    private final BitSet finished = new BitSet();
    private boolean content;
    private boolean done;
    private long textBytes;
    private @Nullable Usage usage;
    private byte @Nullable [] changed;

    /** For an answer of its own of which nothing is kept. */
    ChoicesGrammar(String part, int choices, boolean withholdUsage, @Nullable ToolCallRepair repair) {
        this(part, choices, withholdUsage, repair, null, null);
    }

    /**
     * @param part the member of a choice that says something: {@code delta} or {@code text}
     * @param choices how many choices the client asked for
     * @param withholdUsage whether the usage chunk is not for the client
     * @param repair what is mended before it is read, or null
     * @param sequel joins it to the answer that it continues; null for an answer of its own
     * @param transcript keeps what the client gets, or null
     */
    ChoicesGrammar(
            String part,
            int choices,
            boolean withholdUsage,
            @Nullable ToolCallRepair repair,
            @Nullable Sequel sequel,
            @Nullable Transcript transcript) {
        this.part = part;
        this.choices = choices;
        this.withholdUsage = withholdUsage;
        this.repair = repair;
        this.sequel = sequel;
        this.transcript = transcript;
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
            join(bytes, from, to);
            Meaning meaning = changed == null ? readChunk(bytes, from, to) : readChunk(changed, 0, changed.length);
            keep(meaning, bytes, from, to);
            return meaning;
        } catch (MalformedJson e) {
            return Meaning.MALFORMED;
        }
    }

    private void join(byte[] bytes, int from, int to) {
        if (sequel != null) {
            byte[] event = changed == null ? Arrays.copyOfRange(bytes, from, to) : changed;
            byte[] joined = sequel.event(event);
            changed = joined == null ? changed : joined;
        }
    }

    private void keep(Meaning meaning, byte[] bytes, int from, int to) {
        if (transcript == null || (meaning != Meaning.CONTENT && meaning != Meaning.EMPTY)) {
            return;
        }
        if (changed == null) {
            transcript.add(bytes, from, to);
        } else {
            transcript.add(changed, 0, changed.length);
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
        boolean saidAll = sequel == null || !sequel.holds();
        return (done && content && saidAll) || finished.nextClearBit(0) >= choices;
    }

    @Override
    public @Nullable Usage usage() {
        return usage;
    }

    @Override
    public long textBytes() {
        return textBytes;
    }

    @Override
    public @Nullable SoFar soFar() {
        return transcript == null ? null : transcript.soFar();
    }

    private Meaning readChunk(byte[] bytes, int from, int to) {
        Chunk chunk = Chunk.read(part, bytes, from, to);
        if (chunk.hasError()) {
            return Meaning.ERROR;
        }
        if (sequel != null && sequel.anew()) {
            return Meaning.ANEW;
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
        textBytes += chunk.textBytes();
        BitSet ending = chunk.finished();
        if (ending != null) {
            finished.or(ending);
        }
        Usage told = chunk.usage();
        if (told != null && !told.isEmpty()) {
            usage = told;
        }
        if (chunk.hasContent()) {
            return Meaning.CONTENT;
        }
        return isWithheld(chunk) ? Meaning.WITHHELD : Meaning.EMPTY;
    }

    /** The usage chunk that only we asked for, or an event that brought nothing but text that the client does not get. */
    private boolean isWithheld(Chunk chunk) {
        return chunk.usage() == null ? sequel != null && sequel.hollow() : withholdUsage && !chunk.hasChoices();
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
