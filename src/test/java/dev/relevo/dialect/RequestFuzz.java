package dev.relevo.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Continuation;
import dev.relevo.config.Quirks;
import dev.relevo.config.Sample;
import dev.relevo.config.Target;
import dev.relevo.config.Terms;
import dev.relevo.wire.ErrorBody;
import dev.relevo.wire.JsonCursor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Any bytes as a client's request: a reason why not in OpenAI's words, or a request, which goes to any target as JSON, with each
 * member that nothing is said about as it was written.
 */
public final class RequestFuzz {
    private static final String MODEL = "m\"\\é";
    private static final SoFar SO_FAR = new SoFar("Hallo \"\n", "\"id\"", "1", true);
    private static final Quirks ODD = Sample.replacing(
            Sample.quirks(
                    Set.of("store", "messages[].name", "stream_options.other"),
                    Map.of("max_completion_tokens", "max_tokens", "messages[].content", "text", "user", "end_user"),
                    "max_tokens"),
            Map.of("messages[].role", Map.of("developer", "system")));
    private static final List<Target> TARGETS = List.of(
            target(Quirks.NONE, null, Continuation.PREFILL),
            target(Quirks.NONE, 100, Continuation.PREFIX),
            target(ODD, 100, Continuation.FINAL_MESSAGE),
            target(ODD, null, Continuation.PREFILL));

    /** What an edit may change, by a preset or by Relevo itself. */
    private static final Set<String> CHANGED = Set.of(
            "model",
            "messages",
            "max_tokens",
            "max_completion_tokens",
            "stream_options",
            "store",
            "user",
            "end_user",
            "add_generation_prompt",
            "continue_final_message");

    private RequestFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        for (Operation operation : Operation.values()) {
            try {
                check(Request.read(operation, input), input);
            } catch (BadRequest e) {
                assertTrue(ErrorBody.isOpenAiError(e.error().json()));
            }
        }
    }

    private static void check(Request request, byte[] input) throws BadRequest {
        Map<String, String> sent = members(input, CHANGED);
        for (Target target : TARGETS) {
            byte[] body = Encoding.encode(request, target).body();
            assertEquals(sent, members(body, CHANGED));
            assertEquals(MODEL, Request.read(request.operation(), body).model());
            if (request.continuable()) {
                byte[] continuing = Encoding.continuing(request, target, SO_FAR).body();
                assertEquals(sent, members(continuing, CHANGED));
                assertTrue(new String(continuing, UTF_8).contains("\"Hallo \\\"\""));
            }
        }
        checkUntouched(request, input);
        Size size = request.size();
        assertTrue(size.promptBytes() >= 0 && size.promptBytes() <= 4L * input.length, size::toString);
        assertEquals(request.affinity(null, true), request.affinity(null, true));
    }

    /** Where only the model is another, every other byte is the same. */
    private static void checkUntouched(Request request, byte[] input) {
        if (request.stream() && !request.usageAsked()) {
            return;
        }
        byte[] body = Encoding.encode(request, TARGETS.getFirst()).body();
        Member model = request.member("model");
        String before = new String(input, 0, model.from(), UTF_8);
        String after = new String(input, model.to(), input.length - model.to(), UTF_8);
        assertEquals(before + "\"m\\\"\\\\é\"" + after, new String(body, UTF_8));
    }

    /** What stands at each name, as it is written; fails where the text is no JSON object. */
    private static Map<String, String> members(byte[] json, Set<String> without) {
        Map<String, String> members = new LinkedHashMap<>();
        JsonCursor cursor = new JsonCursor(json, 0, json.length);
        cursor.enterObject();
        while (cursor.nextMember()) {
            String name = cursor.name();
            int from = cursor.skip();
            if (!without.contains(name)) {
                members.put(name, new String(json, from, cursor.position() - from, UTF_8));
            }
        }
        cursor.end();
        return members;
    }

    private static Target target(Quirks quirks, Integer cap, Continuation continues) {
        return new Target(Sample.provider("p", 1, quirks), MODEL, null, 1, cap, Set.of(), null, continues, Terms.NONE);
    }
}
