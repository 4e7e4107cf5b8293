package dev.relevo.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Continuation;
import dev.relevo.config.Quirks;
import dev.relevo.config.Sample;
import dev.relevo.config.Target;
import dev.relevo.config.Terms;
import dev.relevo.wire.JsonCursor;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whatever JSON comes in, what goes upstream is identical but for the splices. */
class EncodingPropertyTest {
    private static final int RUNS = 4_000;
    private static final JsonReaderFactory TREES = Json.createReaderFactory(Map.of());
    private static final List<Quirks> QUIRKS = List.of(
            Quirks.NONE,
            quirks(Set.of("store", "logprobs"), Map.of(), "max_completion_tokens"),
            quirks(Set.of("stream_options", "seed", "messages"), Map.of(), "max_tokens"),
            quirks(Set.of("logit_bias"), Map.of("max_completion_tokens", "max_tokens"), "max_tokens"),
            quirks(Set.of("tools", "n"), Map.of("user", "end_user", "max_tokens", "limit"), "limit"));
    private static final Set<String> TOUCHED =
            Set.of("model", "max_tokens", "max_completion_tokens", "limit", "stream_options", "user", "end_user");

    @Test
    void everyMemberButTheSplicedGoesUpstreamAsItIsWrittenAndInItsPlace() throws BadRequest {
        for (int seed = 0; seed < RUNS; seed++) {
            Case made = new Case(seed);

            assertEquals(written(Piece.text(made.expected.pieces())), written(made.upstream()), made.toString());
        }
    }

    @Test
    void whereNothingIsDroppedEveryByteBetweenTheSplicesStays() throws BadRequest {
        int compared = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            Case made = new Case(seed);
            if (made.expected.dropsNothing()) {
                assertEquals(Piece.text(made.expected.pieces()), made.upstream(), made.toString());
                compared++;
            }
        }
        assertTrue(compared > RUNS / 4, compared + " compared");
    }

    @Test
    void anotherParserSeesTheSameTreeButForTheSplices() throws BadRequest {
        int compared = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            Case made = new Case(seed);
            Optional<JsonObject> sent = tree(made.request.text());
            Optional<JsonObject> upstream = tree(made.upstream());
            if (sent.isPresent() && upstream.isPresent()) {
                assertEquals(made.untouched(sent.get()), made.untouched(upstream.get()), made.toString());
                compared++;
            }
        }
        assertTrue(compared > RUNS / 2, compared + " compared");
    }

    /** By a parser that is not ours; empty where it refuses what we take, such as a lone surrogate. */
    private static Optional<JsonObject> tree(String text) {
        try (JsonReader reader = TREES.createReader(new StringReader(text))) {
            return Optional.of(reader.readObject());
        } catch (JsonException refused) {
            return Optional.empty();
        }
    }

    private static Quirks quirks(Set<String> drop, Map<String, String> rename, String maxTokensField) {
        return Sample.quirks(drop, rename, maxTokensField);
    }

    /** Names and values as they are written; fails where the text is no JSON object. */
    private static List<String> written(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        JsonCursor cursor = new JsonCursor(bytes, 0, bytes.length);
        List<String> written = new ArrayList<>();
        cursor.enterObject();
        while (cursor.nextMember()) {
            int from = cursor.skip();
            written.add(new String(bytes, cursor.nameFrom(), cursor.nameTo() - cursor.nameFrom(), UTF_8));
            written.add(new String(bytes, from, cursor.position() - from, UTF_8));
        }
        cursor.end();
        return written;
    }

    /** A made-up request to a target with one of the quirks. */
    private static final class Case {
        final RandomRequest request;
        final ExpectedEncoding expected;
        private final Quirks quirks;
        private final Target target;

        Case(int seed) {
            Random random = new Random(seed);
            boolean capped = random.nextBoolean();
            this.quirks = QUIRKS.get(random.nextInt(QUIRKS.size()));
            this.request = new RandomRequest(random);
            this.expected = new ExpectedEncoding(request, quirks, capped);
            Integer cap = capped ? ExpectedEncoding.CAP : null;
            this.target = new Target(
                    Sample.provider("p", 1, quirks),
                    ExpectedEncoding.MODEL,
                    null,
                    1,
                    cap,
                    Set.of(),
                    null,
                    Continuation.NONE,
                    Terms.NONE);
        }

        String upstream() throws BadRequest {
            Request read = Request.read(Operation.CHAT, request.text().getBytes(UTF_8));
            return new String(Encoding.encode(read, target).body(), UTF_8);
        }

        Map<String, JsonValue> untouched(Map<String, JsonValue> tree) {
            Map<String, JsonValue> left = new TreeMap<>(tree);
            left.keySet().removeAll(TOUCHED);
            quirks.drop().forEach(field -> left.remove(field.name()));
            return left;
        }

        @Override
        public String toString() {
            return request.text() + " to " + quirks;
        }
    }
}
