package dev.relevo.dialect;

import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Tells which conversation a request belongs to. See {@link Request#affinity}. */
final class Affinity {
    private final Request request;
    private final CRC32 high = new CRC32();
    private final CRC32C low = new CRC32C();
    private boolean some;

    Affinity(Request request) {
        this.request = request;
    }

    @Nullable
    Long digest(@Nullable String session, boolean implied) {
        addNamed("prompt_cache_key");
        if (!some && session != null && !session.isEmpty()) {
            byte[] name = session.getBytes(StandardCharsets.UTF_8);
            add(name, 0, name.length);
        }
        if (!some && implied) {
            addNamed("user");
        }
        if (!some && implied) {
            addBeginning();
        }
        return some ? high.getValue() << 32 | low.getValue() : null;
    }

    private void add(byte[] bytes, int from, int to) {
        high.update(bytes, from, to - from);
        low.update(bytes, from, to - from);
        some |= to > from;
    }

    private void addNamed(String member) {
        Member found = request.member(member);
        if (found != null && request.kind(found) == Kind.STRING) {
            addText(request.cursor(found));
        }
    }

    /** The texts alone: what stands beside them may change from turn to turn, such as marks for caches. */
    private void addBeginning() {
        Member messages = request.member("messages");
        if (messages == null || request.kind(messages) != Kind.ARRAY) {
            return;
        }
        JsonCursor cursor = request.cursor(messages);
        cursor.enterArray();
        boolean user = false;
        while (!user && cursor.nextElement()) {
            user = addMessage(cursor);
        }
    }

    /** Passes over a message; whether it is the user's. */
    private boolean addMessage(JsonCursor message) {
        boolean user = false;
        if (message.kind() != Kind.OBJECT) {
            message.skip();
            return user;
        }
        message.enterObject();
        while (message.nextMember()) {
            if (message.nameIs("role") && message.kind() == Kind.STRING) {
                user = message.string().equals("user");
            } else if (message.nameIs("content")) {
                addContent(message);
            } else {
                message.skip();
            }
        }
        return user;
    }

    private void addContent(JsonCursor content) {
        switch (content.kind()) {
            case STRING -> addText(content);
            case ARRAY -> {
                content.enterArray();
                while (content.nextElement()) {
                    addPart(content);
                }
            }
            default -> content.skip();
        }
    }

    private void addPart(JsonCursor part) {
        if (part.kind() != Kind.OBJECT) {
            part.skip();
            return;
        }
        part.enterObject();
        while (part.nextMember()) {
            if (part.nameIs("text") && part.kind() == Kind.STRING) {
                addText(part);
            } else {
                part.skip();
            }
        }
    }

    private void addText(JsonCursor string) {
        int from = string.skip();
        add(request.body(), from + 1, string.position() - 1);
    }
}
