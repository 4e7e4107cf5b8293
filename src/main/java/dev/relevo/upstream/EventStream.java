package dev.relevo.upstream;

import dev.relevo.dialect.Grammar;
import dev.relevo.upstream.Outcome.Failure;
import dev.relevo.upstream.Outcome.Malformed;
import dev.relevo.wire.SseOverflow;
import dev.relevo.wire.SseReader;
import dev.relevo.wire.SseWriter;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The events of one streamed answer on their way to the client: each {@link #pull} reads once from the upstream and leaves
 * what is ready to be sent, framed, in {@link #out}.
 */
public final class EventStream implements SseReader.Events {
    private static final int MAX_LINE = 1024 * 1024;
    private static final int MAX_EVENT = 1024 * 1024;

    /** Where a stream stands. */
    public enum State {
        OPEN,
        /** Complete; {@link #out} ends in {@code [DONE]}. */
        WHOLE,
        /** Ended too early or in an error; {@link #cutReason} says how. */
        CUT
    }

    private final Exchange exchange;
    private final Grammar grammar;
    private final KeyCover cover;
    private final Function<byte[], Failure> classify;
    private final boolean skipMalformed;
    private final SseReader reader = new SseReader(MAX_LINE, MAX_EVENT);
    private final SseWriter out = new SseWriter();
    private State state = State.OPEN;
    private int skipped;
    private String cutLabel = "";
    private String cutReason = "";

    /** Why nothing more comes, once that is so. */
    private @Nullable String endReason;

    private @Nullable Failure refused;
    private @Nullable ExchangeFailure failure;

    /**
     * @param cover takes our key out
     * @param classify what the data of an error event means
     * @param skipMalformed whether an event that is none is left out instead of taken for a cut
     */
    EventStream(
            Exchange exchange,
            Grammar grammar,
            KeyCover cover,
            Function<byte[], Failure> classify,
            boolean skipMalformed) {
        this.exchange = exchange;
        this.grammar = grammar;
        this.cover = cover;
        this.classify = classify;
        this.skipMalformed = skipMalformed;
    }

    /** Blocks for one read. */
    public State pull() {
        try {
            if (exchange.read()) {
                reader.feed(exchange.buffer(), exchange.from(), exchange.to(), this);
            } else {
                noMore("the stream ended before it was complete");
            }
        } catch (ExchangeFailure e) {
            failure = e;
            noMore(e.detail());
        } catch (SseOverflow e) {
            ended("malformed", "an event was larger than " + MAX_EVENT + " bytes");
        }
        return state;
    }

    /** An event that came whole counts, even if its end is missing. */
    private void noMore(String reason) {
        endReason = reason;
        reader.finish(this);
        ended(grammar.content() ? "truncated" : "empty", reason);
    }

    /** Events to send; the caller clears it. */
    public SseWriter out() {
        return out;
    }

    public State state() {
        return state;
    }

    public Grammar grammar() {
        return grammar;
    }

    /** How many events were left out since they were none. */
    public int skipped() {
        return skipped;
    }

    /** How it was cut, in a word for the trail. */
    String cutLabel() {
        return cutLabel;
    }

    /** How it was cut, for people. */
    public String cutReason() {
        Failure why = refused;
        return why == null || why.refusal() == null ? cutReason : cutReason + ": " + why.reason();
    }

    /** What the event means that it ended with: an error, or that it does not go on with another answer. Null for neither. */
    public @Nullable Failure refused() {
        return refused;
    }

    /** The failure of the connection that ended it, or null. */
    public @Nullable ExchangeFailure failure() {
        return failure;
    }

    @Override
    public void data(byte[] bytes, int from, int to) {
        if (state != State.OPEN) {
            return;
        }
        byte[] quoting = null;
        if (cover.find(bytes, from, to) >= 0) {
            quoting = Arrays.copyOfRange(bytes, from, to);
            cover.cover(bytes, from, to);
        }
        switch (grammar.read(bytes, from, to)) {
            case CONTENT, EMPTY -> forward(bytes, from, to);
            case WITHHELD -> {}
            case DONE -> ended("empty", "[DONE] came before any content");
            case ERROR -> {
                refused = classify.apply(quoting == null ? Arrays.copyOfRange(bytes, from, to) : quoting);
                ended("error", "the provider reported an error in mid-answer");
            }
            case ANEW -> anew();
            case MALFORMED -> malformed();
        }
    }

    /** It works as well as ever. */
    private void anew() {
        String reason = "it began the answer anew instead of going on with it";
        refused = new Malformed(Malformed.ANEW, reason);
        ended(Malformed.ANEW, reason);
    }

    /** The half of an event at the stream's end is no event of its own: text is missing. */
    private void malformed() {
        if (endReason != null) {
            ended("malformed", endReason);
        } else if (skipMalformed) {
            skipped++;
            out.comment("relevo skipped an event that was none");
        } else {
            ended("malformed", "an event was no JSON of a completion");
        }
    }

    private void forward(byte[] bytes, int from, int to) {
        byte[] changed = grammar.changed();
        if (changed == null) {
            out.event(bytes, from, to);
        } else {
            out.event(changed, 0, changed.length);
        }
    }

    /** Nothing more comes: complete if every choice has finished, whatever happened since. */
    private void ended(String label, String reason) {
        if (state != State.OPEN) {
            return;
        }
        if (grammar.finished()) {
            state = State.WHOLE;
            out.done();
        } else {
            state = State.CUT;
            cutLabel = label;
            cutReason = reason;
        }
    }
}
