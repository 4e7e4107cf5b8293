package dev.relevo.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Continuation;
import dev.relevo.config.Quirks;
import dev.relevo.wire.JsonCursor;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Wherever an answer breaks off and however the next target goes on with it, the client reads one text, once. */
class ContinuingPropertyTest {
    private static final int TEXTS = 60;
    private static final List<String> PIECES = List.of(
            "a",
            "b",
            "The ",
            "fox",
            " ",
            "  ",
            "\n",
            "\n\n",
            "\t",
            "\u00a0",
            "\"",
            "\\",
            "\\n",
            "{\"a\":1}",
            "/",
            "\u0001",
            "\u007f",
            "é",
            "ß",
            "漢字",
            "\u2028",
            "\ud83e\udd8a",
            "\ud83d\ude00",
            "\ud83d\ude01",
            "[DONE]",
            "data: ");

    /** How a target begins that was given the text so far. */
    private enum Beginning {
        AT_ONCE,
        BEHIND_WHITE_SPACE,
        WHOLE_ECHO,
        GIVEN_ECHO,
        TRIMMED_ECHO,
        ECHO_IN_OTHER_WHITE_SPACE
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void theTextBeforeAndTheTextAfterAreTheWholeText(Continuation way) throws BadRequest {
        int joined = 0;
        for (int seed = 0; seed < TEXTS; seed++) {
            Random random = new Random(seed);
            String whole = text(random, 30);
            for (int cut = 1; cut <= whole.length(); cut++) {
                joined += joins(whole, cut, way, random) ? 1 : 0;
            }
        }
        assertTrue(joined > TEXTS * 20, joined + " joined");
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void anAnswerThatOnlyBeginsLikeAnEchoIsSentWholeOrNotAtAll(Continuation way) throws BadRequest {
        int refused = 0;
        for (int seed = 0; seed < TEXTS * 10; seed++) {
            Random random = new Random(seed);
            Client client = new Client();
            SoFar soFar = client.read(null, text(random, 20) + "x", random, false);
            int same = random.nextInt(soFar.text().length());
            String answer = soFar.text().substring(0, same) + "\u0416" + text(random, 5);
            boolean taken = client.reads(encoded(soFar, way), answer, random, true);
            assertEquals(taken, withoutBlanks(answer.substring(0, same)).length() < Seam.LEAST_ECHO, "seed " + seed);
            assertEquals(soFar.text() + (taken ? answer : ""), client.text(), "seed " + seed);
            refused += taken ? 0 : 1;
        }
        assertTrue(refused > TEXTS, refused + " refused");
    }

    @ParameterizedTest
    @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void anAnswerMayBreakOffAgainAndAgain(Continuation way) throws BadRequest {
        for (int seed = 0; seed < TEXTS; seed++) {
            Random random = new Random(seed);
            String whole = "\u0416" + text(random, 60);
            Client client = new Client();
            SoFar soFar = client.read(null, whole.substring(0, 1 + random.nextInt(3)), random, false);
            while (soFar.text().length() < whole.length()) {
                int to = Math.min(whole.length(), soFar.text().length() + 1 + random.nextInt(20));
                String answer = whole.substring(soFar.given().length(), to);
                String echo = way == Continuation.PREFIX ? soFar.given() : "";
                boolean last = to == whole.length();
                soFar = client.read(encoded(soFar, way), echo + answer, random, last);
            }
            assertEquals(whole, client.text(), "seed " + seed);
            client.assertReadsAsOneAnswer();
        }
    }

    /** False where that cut cannot be continued, or where nobody can tell what the target means. */
    private static boolean joins(String whole, int cut, Continuation way, Random random) throws BadRequest {
        Client client = new Client();
        SoFar soFar = client.read(null, whole.substring(0, cut), random, false);
        if (!soFar.continuable()) {
            assertTrue(soFar.given().isEmpty(), soFar.toString());
            return false;
        }
        Encoded encoded = encoded(soFar, way);
        String given = lastMessage(encoded);
        assertEquals(given, whole.substring(0, given.length()));
        Beginning beginning = Beginning.values()[random.nextInt(Beginning.values().length)];
        String answer = answer(beginning, whole, soFar, given);
        if (!canBeTold(beginning, whole, soFar, way)) {
            return false;
        }
        client.read(encoded, answer, random, true);
        assertEquals(whole, client.text(), () -> beginning + " at " + cut + " of " + whole);
        client.assertReadsAsOneAnswer();
        return true;
    }

    private static String answer(Beginning beginning, String whole, SoFar soFar, String given) {
        String rest = whole.substring(given.length());
        return switch (beginning) {
            case AT_ONCE -> rest;
            case BEHIND_WHITE_SPACE -> whole.substring(soFar.text().length());
            case WHOLE_ECHO -> whole;
            case GIVEN_ECHO -> given + rest;
            case TRIMMED_ECHO -> given.strip() + rest;
            case ECHO_IN_OTHER_WHITE_SPACE -> "\n" + given.replace(" ", " \n ") + rest;
        };
    }

    private static boolean canBeTold(Beginning beginning, String whole, SoFar soFar, Continuation way) {
        String echo = withoutBlanks(soFar.given());
        String heldBack = soFar.text().substring(soFar.given().length());
        String rest = whole.substring(soFar.text().length());
        boolean mayEcho = way == Continuation.PREFIX || echo.length() >= Seam.LEAST_ECHO;
        return switch (beginning) {
            case AT_ONCE -> !mayEcho || !withoutBlanks(heldBack + rest).startsWith(echo);
            case BEHIND_WHITE_SPACE ->
                (!mayEcho || !withoutBlanks(rest).startsWith(echo))
                        && (heldBack.isEmpty() || rest.isEmpty() || heldBack.charAt(0) != rest.charAt(0));
            default -> mayEcho;
        };
    }

    private static String withoutBlanks(String text) {
        StringBuilder kept = new StringBuilder();
        text.chars().filter(c -> !SoFar.isBlank((char) c)).forEach(c -> kept.append((char) c));
        return kept.toString();
    }

    private static Encoded encoded(SoFar soFar, Continuation way) throws BadRequest {
        byte[] body = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"?\"}],\"stream\":true}"
                .getBytes(UTF_8);
        return Encoding.continuing(Request.read(Operation.CHAT, body), ContinuingTest.target(way, Quirks.NONE), soFar);
    }

    /** The content of the last message that the target gets. */
    private static String lastMessage(Encoded encoded) {
        String content = "";
        JsonCursor cursor = new JsonCursor(encoded.body(), 0, encoded.body().length);
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (!cursor.nameIs("messages")) {
                cursor.skip();
                continue;
            }
            cursor.enterArray();
            while (cursor.nextElement()) {
                cursor.enterObject();
                while (cursor.nextMember()) {
                    if (cursor.nameIs("content")) {
                        content = cursor.string();
                    } else {
                        cursor.skip();
                    }
                }
            }
        }
        return content;
    }

    private static String text(Random random, int most) {
        StringBuilder text = new StringBuilder();
        IntStream.rangeClosed(0, random.nextInt(most))
                .forEach(_ -> text.append(PIECES.get(random.nextInt(PIECES.size()))));
        return text.toString();
    }

    /** Reads what one or several grammars let through. */
    private static final class Client {
        private static final Encoded FRESH = new Encoded(new byte[0], List.of(), false, Set.of(), null, false);

        private final StringBuilder text = new StringBuilder();
        private final StringBuilder events = new StringBuilder();
        private int answers;
        private Grammar grammar;

        String text() {
            return text.toString();
        }

        /** Reads an answer of that text, in random events, as a provider of its own would send it. */
        SoFar read(Encoded continuing, String answer, Random random, boolean finishes) {
            assertTrue(reads(continuing, answer, random, finishes), answer);
            return SoFarTest.of(grammar);
        }

        /** False where the answer begins anew. */
        boolean reads(Encoded continuing, String answer, Random random, boolean finishes) {
            grammar = Operation.CHAT.grammar(1, continuing == null ? FRESH : continuing, true);
            Provider provider = new Provider(random, answers++);
            Stream<String> sent = Stream.concat(
                    Stream.concat(Stream.of(provider.first()), provider.texts(answer)),
                    finishes ? Stream.of(provider.last()) : Stream.of());
            boolean joins = sent.allMatch(event -> take(event.getBytes(UTF_8)));
            assertEquals(joins && finishes, grammar.finished());
            return joins;
        }

        private boolean take(byte[] event) {
            Grammar.Meaning meaning = grammar.read(event, 0, event.length);
            switch (meaning) {
                case CONTENT, EMPTY -> {
                    byte[] changed = grammar.changed();
                    byte[] got = changed == null ? event : changed;
                    text.append(ChatText.read(got, 0, got.length));
                    events.append(new String(got, UTF_8)).append('\n');
                }
                case WITHHELD, ANEW -> {}
                default -> throw new AssertionError(new String(event, UTF_8));
            }
            assertEquals(text.toString(), SoFarTest.of(grammar).text());
            return meaning != Grammar.Meaning.ANEW;
        }

        void assertReadsAsOneAnswer() {
            assertEquals(1, events.toString().split("\"role\":\"assistant\"", -1).length - 1);
            assertTrue(
                    events.toString().lines().allMatch(event -> event.startsWith("{\"id\":\"a-0\",\"created\":100,")));
            assertTrue(events.toString().contains("\"model\":\"m-" + (answers - 1) + "\""));
        }
    }

    /** Writes the events of one answer. */
    private record Provider(Random random, int number) {
        String first() {
            return event("{\"role\":\"assistant\",\"content\":\"\"}", "null");
        }

        String last() {
            return event(random.nextBoolean() ? "{}" : "{\"content\":\"\"}", "\"stop\"");
        }

        Stream<String> texts(String text) {
            int mostAtOnce = 1 + random.nextInt(12);
            Stream.Builder<String> events = Stream.builder();
            int at = 0;
            while (at < text.length()) {
                int to = Math.min(text.length(), at + 1 + random.nextInt(mostAtOnce));
                events.add(event("{\"content\":" + content(text.substring(at, to)) + "}", "null"));
                at = to;
            }
            return events.build();
        }

        private String content(String text) {
            return random.nextInt(4) > 0 ? quoted(text) : "[{\"type\":\"text\",\"text\":" + quoted(text) + "}]";
        }

        /** Some characters escaped that need not be, and half characters, which must be. */
        private String quoted(String text) {
            StringBuilder out = new StringBuilder("\"");
            for (char c : text.toCharArray()) {
                boolean must = c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c);
                out.append(must || random.nextInt(8) == 0 ? "\\u%04x".formatted((int) c) : String.valueOf(c));
            }
            return out.append('"').toString();
        }

        private String event(String delta, String finish) {
            return "{\"id\":\"a-%d\",\"created\":%d,\"model\":\"m-%d\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}"
                    .formatted(number, 100 + number, number, delta, finish);
        }
    }
}
