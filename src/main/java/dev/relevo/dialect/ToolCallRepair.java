package dev.relevo.dialect;

import dev.relevo.config.Repair;
import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import dev.relevo.wire.Splices;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Mends the tool calls of one chat completion, as far as a preset declares it. Clients put a streamed call together by its
 * {@code index}, and run tools only on {@code finish_reason: tool_calls}.
 */
public final class ToolCallRepair {
    /** Bound what is kept of an upstream that counts too far. */
    private static final int MOST_CHOICES = 128;

    private static final int MOST_CALLS = 1024;

    private static final byte[] TOOL_CALLS = "\"tool_calls\"".getBytes(StandardCharsets.US_ASCII);

    private final String part;
    private final boolean indexes;
    private final boolean finishes;
    private final Map<Integer, ToolCallIndexes> choices = new HashMap<>();

    /** Choices that had an empty reason where nothing ended: theirs end nothing later either. */
    private final BitSet blanks = new BitSet();

    private ToolCallRepair(String part, boolean indexes, boolean finishes) {
        this.part = part;
        this.indexes = indexes;
        this.finishes = finishes;
    }

    /** For a streamed answer, event by event; null where nothing is to be mended. */
    static @Nullable ToolCallRepair ofStream(Set<Repair> repairs) {
        return repairs.isEmpty()
                ? null
                : new ToolCallRepair(
                        "delta", repairs.contains(Repair.TOOL_CALL_INDEX), repairs.contains(Repair.TOOL_CALL_FINISH));
    }

    /**
     * A plain answer, its finishes mended.
     *
     * @param body sound JSON
     * @return null where there was nothing to mend
     */
    public static byte @Nullable [] withFinishes(byte[] body) {
        return new ToolCallRepair("message", false, true).mended(body);
    }

    /**
     * Reads the next event's data.
     *
     * @return the data mended, or null where there was nothing to mend
     * @throws dev.relevo.wire.MalformedJson if it is no JSON object
     */
    byte @Nullable [] event(byte[] bytes, int from, int to) {
        return mended(Arrays.copyOfRange(bytes, from, to));
    }

    private byte @Nullable [] mended(byte[] bytes) {
        Splices splices = new Splices(bytes);
        JsonCursor cursor = new JsonCursor(bytes, 0, bytes.length);
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs("choices") && cursor.kind() == Kind.ARRAY) {
                cursor.enterArray();
                while (cursor.nextElement()) {
                    choice(bytes, cursor, splices);
                }
            } else {
                cursor.skip();
            }
        }
        return splices.isEmpty() ? null : splices.apply();
    }

    private void choice(byte[] bytes, JsonCursor choice, Splices splices) {
        if (choice.kind() != Kind.OBJECT) {
            choice.skip();
            return;
        }
        Long index = 0L;
        Range said = null;
        Range finish = null;
        choice.enterObject();
        while (choice.nextMember()) {
            if (choice.nameIs("index") && choice.kind() == Kind.NUMBER) {
                index = choice.integer();
            } else if (choice.nameIs(part) && choice.kind() == Kind.OBJECT) {
                said = Range.pass(choice);
            } else if (choice.nameIs("finish_reason") && choice.kind() == Kind.STRING) {
                finish = Range.pass(choice);
            } else {
                choice.skip();
            }
        }
        if (index != null && index >= 0 && index < MOST_CHOICES) {
            mend(bytes, index.intValue(), said, finish, splices);
        }
    }

    private void mend(byte[] bytes, int choice, @Nullable Range said, @Nullable Range finish, Splices splices) {
        ToolCallIndexes calls = choices.computeIfAbsent(choice, _ -> new ToolCallIndexes());
        if (said != null) {
            readCalls(said.in(bytes), calls, splices);
        }
        if (finishes && finish != null) {
            String reason = finish.in(bytes).string();
            boolean says = said != null && Delta.says(said.in(bytes));
            boolean ends = reason.isEmpty() ? blankEnds(choice, says || !calls.any()) : reason.equals("stop");
            if (ends && calls.any()) {
                splices.replace(finish.from(), finish.to(), TOOL_CALLS);
            }
        }
    }

    /**
     * Whether an empty reason means the end. Some providers send one with every event, the first and what says something
     * included; taken for an end, a call cut short would look whole.
     */
    private boolean blankEnds(int choice, boolean goesOn) {
        if (goesOn && !part.equals("message")) {
            blanks.set(choice);
        }
        return !blanks.get(choice);
    }

    private void readCalls(JsonCursor said, ToolCallIndexes calls, Splices splices) {
        said.enterObject();
        while (said.nextMember()) {
            if (said.nameIs("tool_calls") && said.kind() == Kind.ARRAY) {
                said.enterArray();
                while (said.nextElement()) {
                    readCall(said, calls, splices);
                }
            } else {
                said.skip();
            }
        }
    }

    private void readCall(JsonCursor call, ToolCallIndexes calls, Splices splices) {
        if (call.kind() != Kind.OBJECT) {
            call.skip();
            return;
        }
        ToolCallFragment fragment = ToolCallFragment.read(call);
        Long told = fragment.index();
        if (told != null && told >= 0 && told < MOST_CALLS) {
            calls.told(fragment.id(), told.intValue());
        } else if (told == null) {
            int index = calls.of(fragment.id(), fragment.named());
            if (indexes) {
                fragment.number(index, splices);
            }
        }
    }
}
