package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import dev.relevo.wire.JsonText;
import dev.relevo.wire.MalformedJson;
import java.io.ByteArrayOutputStream;
import java.util.Set;

/**
 * The body of {@code POST /chat}: {@code messages}, each with a {@code role} and a {@code content}, and perhaps a
 * {@code model}. Web pages keep more in their messages (ids, times); whatever else there is is passed over.
 */
final class ChatRequest {
    static final String EXAMPLE = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

    private static final Set<String> ROLES = Set.of("system", "user", "assistant");
    private static final byte[] END = "]}".getBytes(UTF_8);

    private final byte[] body;
    private final JsonCursor cursor;
    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
    private String model = "auto";
    private boolean hasMessages;

    private ChatRequest(byte[] body) {
        this.body = body;
        this.cursor = new JsonCursor(body, 0, body.length);
    }

    /**
     * The body of the chat completion that it asks for: streamed, of the model {@code auto} if it names none.
     *
     * @throws Refusal 400, naming the member that is missing or wrong
     */
    static byte[] completion(byte[] body) throws Refusal {
        try {
            ChatRequest request = new ChatRequest(body);
            request.read();
            return request.completion();
        } catch (MalformedJson e) {
            throw wrong("The body is not JSON: " + e.getMessage() + '.');
        }
    }

    private byte[] completion() {
        ByteArrayOutputStream completion = new ByteArrayOutputStream(messages.size() + 64);
        completion.writeBytes("{\"model\":".getBytes(UTF_8));
        completion.writeBytes(JsonText.quoted(model));
        completion.writeBytes(",\"stream\":true,\"messages\":[".getBytes(UTF_8));
        completion.writeBytes(messages.toByteArray());
        completion.writeBytes(END);
        return completion.toByteArray();
    }

    private void read() throws Refusal {
        expect(Kind.OBJECT, "The body must be a JSON object.");
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs("messages")) {
                readMessages();
            } else if (cursor.nameIs("model")) {
                readModel();
            } else {
                cursor.skip();
            }
        }
        cursor.end();
        if (!hasMessages) {
            throw wrong("'messages' is missing.");
        }
    }

    private void readModel() throws Refusal {
        String wrong = "'model' must be a non-empty string such as \"auto\"; without it, \"auto\" answers.";
        expect(Kind.STRING, wrong);
        model = cursor.string();
        if (model.isEmpty()) {
            throw wrong(wrong);
        }
    }

    private void readMessages() throws Refusal {
        expect(Kind.ARRAY, "'messages' must be a list.");
        hasMessages = true;
        messages.reset();
        cursor.enterArray();
        int count = 0;
        while (cursor.nextElement()) {
            readMessage("messages[" + count + "]");
            count++;
        }
        if (count == 0) {
            throw wrong("'messages' is empty.");
        }
    }

    private void readMessage(String place) throws Refusal {
        expect(Kind.OBJECT, place + " must be an object with a 'role' and a 'content'.");
        String role = null;
        String content = null;
        cursor.enterObject();
        while (cursor.nextMember()) {
            if (cursor.nameIs("role")) {
                role = readRole(place);
            } else if (cursor.nameIs("content")) {
                expect(Kind.STRING, "'content' of " + place + " must be a string.");
                content = source();
            } else {
                cursor.skip();
            }
        }
        if (role == null || content == null) {
            throw wrong((role == null ? "'role'" : "'content'") + " of " + place + " is missing.");
        }
        String separator = messages.size() == 0 ? "" : ",";
        messages.writeBytes((separator + "{\"role\":\"" + role + "\",\"content\":" + content + '}').getBytes(UTF_8));
    }

    private String readRole(String place) throws Refusal {
        String wrong = "'role' of " + place + " must be \"system\", \"user\" or \"assistant\".";
        expect(Kind.STRING, wrong);
        String role = cursor.string();
        if (!ROLES.contains(role)) {
            throw wrong(wrong);
        }
        return role;
    }

    /** The next value as it is written. */
    private String source() {
        int from = cursor.skip();
        return new String(body, from, cursor.position() - from, UTF_8);
    }

    private void expect(Kind kind, String otherwise) throws Refusal {
        if (cursor.kind() != kind) {
            throw wrong(otherwise);
        }
    }

    private static Refusal wrong(String what) {
        return Refusal.of(400, what + " Send " + EXAMPLE + '.');
    }
}
