package dev.relevo.dialect;

import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import dev.relevo.wire.Splices;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What one event, or a whole message, brings of a tool call. */
final class ToolCallFragment {
    private final int from;
    private boolean empty = true;
    private String id = "";
    private boolean named;
    private @Nullable Long index;
    private int indexFrom;
    private int indexTo;

    private ToolCallFragment(int from) {
        this.from = from;
    }

    /** Reads an object of {@code tool_calls}. */
    static ToolCallFragment read(JsonCursor call) {
        call.enterObject();
        ToolCallFragment fragment = new ToolCallFragment(call.position());
        while (call.nextMember()) {
            fragment.empty = false;
            fragment.readMember(call);
        }
        return fragment;
    }

    /** The call's, empty where it has none. */
    String id() {
        return id;
    }

    /** Whether it names its function, as a call's first fragment does. */
    boolean named() {
        return named;
    }

    /** As the provider told, or null. */
    @Nullable
    Long index() {
        return index;
    }

    /** Gives it an index where it has none, in place of what may stand there instead: null, or a text. */
    void number(int given, Splices splices) {
        if (indexTo > indexFrom) {
            splices.replace(indexFrom, indexTo, ascii(Integer.toString(given)));
        } else {
            splices.insert(from, ascii("\"index\":" + given + (empty ? "" : ",")));
        }
    }

    private void readMember(JsonCursor call) {
        if (call.nameIs("index")) {
            readIndex(call);
        } else if (call.nameIs("id") && call.kind() == Kind.STRING) {
            id = call.string();
        } else if (call.nameIs("function") && call.kind() == Kind.OBJECT) {
            readFunction(call);
        } else {
            call.skip();
        }
    }

    private void readIndex(JsonCursor call) {
        boolean number = call.kind() == Kind.NUMBER;
        indexFrom = call.position();
        index = number ? call.integer() : null;
        if (!number) {
            call.skip();
        }
        indexTo = call.position();
    }

    private void readFunction(JsonCursor function) {
        function.enterObject();
        while (function.nextMember()) {
            if (function.nameIs("name") && function.kind() == Kind.STRING) {
                named = !function.stringIsEmpty();
            } else {
                function.skip();
            }
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
