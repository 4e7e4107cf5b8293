package dev.relevo.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Repair;
import dev.relevo.dialect.Grammar.Meaning;
import dev.relevo.wire.JsonCursor;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Any lines as the events of an answer: each has a meaning, what the client gets is one line of JSON, the events of an answer of
 * its own are changed only where that is due, and what is kept of the text is what was sent.
 */
public final class GrammarFuzz {
    private static final SoFar BEFORE = new SoFar("The quick brown fox \n", "\"a\"", "1", true);

    private GrammarFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        for (Operation operation : List.of(Operation.CHAT, Operation.COMPLETIONS)) {
            for (Set<Repair> repairs : List.of(Set.<Repair>of(), Set.of(Repair.values()))) {
                read(operation.grammar(2, encoded(repairs, null), false), input, "");
            }
        }
        read(Operation.CHAT.grammar(1, encoded(Set.of(), null), true), input, "");
        read(Operation.CHAT.grammar(1, encoded(Set.of(), BEFORE), true), input, BEFORE.text());
        for (Operation operation : Operation.values()) {
            assertTrue(operation.read(input, 0, input.length) != null);
        }
    }

    private static void read(Grammar grammar, byte[] input, String before) {
        StringBuilder text = new StringBuilder(before);
        for (String line : new String(input, UTF_8).split("\n")) {
            byte[] event = ("##" + line + "##").getBytes(UTF_8);
            byte[] untouched = event.clone();
            Meaning meaning = grammar.read(event, 2, event.length - 2);
            assertTrue(Arrays.equals(untouched, event), "what came stays as it is");
            boolean sent = meaning == Meaning.CONTENT || meaning == Meaning.EMPTY;
            if (sent) {
                byte[] changed = grammar.changed();
                byte[] got = changed == null ? Arrays.copyOfRange(event, 2, event.length - 2) : changed;
                checkJson(got);
                String added = ChatText.read(got, 0, got.length);
                text.append(added == null ? "" : added);
            }
            if (meaning == Meaning.ANEW || meaning == Meaning.ERROR || meaning == Meaning.DONE) {
                break;
            }
        }
        assertTrue(grammar.textBytes() >= 0 && grammar.textBytes() <= 2L * input.length + 1);
        SoFar soFar = grammar.soFar();
        if (soFar != null && soFar.continuable()) {
            assertEquals(text.toString(), soFar.text());
        }
    }

    private static void checkJson(byte[] json) {
        JsonCursor cursor = new JsonCursor(json, 0, json.length);
        cursor.skip();
        cursor.end();
    }

    private static Encoded encoded(Set<Repair> repairs, SoFar continued) {
        return new Encoded(new byte[0], List.of(), false, repairs, continued, false);
    }
}
