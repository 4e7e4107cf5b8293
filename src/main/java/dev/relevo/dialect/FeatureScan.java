package dev.relevo.dialect;

import dev.relevo.config.Feature;
import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Finds what a request needs a target to be able to do, in the one strict pass that proves the request well-formed: each
 * value is looked into on the way past it.
 */
final class FeatureScan {
    private final EnumSet<Feature> found;

    FeatureScan(Operation operation) {
        found = EnumSet.of(operation.feature());
    }

    Set<Feature> found() {
        return Collections.unmodifiableSet(found);
    }

    /** Passes over the value of a member of the request. */
    void pass(String name, JsonCursor value) {
        switch (name) {
            case "messages" -> messages(value);
            case "tools", "functions" -> note(isFilledArray(value), Feature.TOOLS);
            case "response_format" -> responseFormat(value);
            case "modalities" -> modalities(value);
            case "audio" -> note(passKind(value) == Kind.OBJECT, Feature.AUDIO);
            case "n", "best_of" -> note(isAbove(1, value), Feature.N);
            case "logprobs" -> logprobs(value);
            case "top_logprobs" -> note(isAbove(0, value), Feature.LOGPROBS);
            default -> value.skip();
        }
    }

    private void note(boolean needed, Feature feature) {
        if (needed) {
            found.add(feature);
        }
    }

    private void messages(JsonCursor messages) {
        if (messages.kind() != Kind.ARRAY) {
            messages.skip();
            return;
        }
        messages.enterArray();
        while (messages.nextElement()) {
            if (messages.kind() == Kind.OBJECT) {
                message(messages);
            } else {
                messages.skip();
            }
        }
    }

    /** One that called tools needs somebody who knows what that is, even if no more may be called. */
    private void message(JsonCursor message) {
        message.enterObject();
        while (message.nextMember()) {
            if (message.nameIs("content") && message.kind() == Kind.ARRAY) {
                parts(message);
            } else if (message.nameIs("tool_calls")) {
                note(isFilledArray(message), Feature.TOOLS);
            } else {
                message.skip();
            }
        }
    }

    private void parts(JsonCursor parts) {
        parts.enterArray();
        while (parts.nextElement()) {
            if (parts.kind() == Kind.OBJECT) {
                part(parts);
            } else {
                parts.skip();
            }
        }
    }

    private void part(JsonCursor part) {
        part.enterObject();
        while (part.nextMember()) {
            if (part.nameIs("type") && part.kind() == Kind.STRING) {
                switch (part.string()) {
                    case "image_url", "input_image" -> found.add(Feature.VISION);
                    case "input_audio" -> found.add(Feature.AUDIO);
                    default -> {}
                }
            } else {
                part.skip();
            }
        }
    }

    private void responseFormat(JsonCursor format) {
        if (format.kind() != Kind.OBJECT) {
            format.skip();
            return;
        }
        format.enterObject();
        while (format.nextMember()) {
            if (format.nameIs("type") && format.kind() == Kind.STRING) {
                note(format.string().equals("json_schema"), Feature.JSON_SCHEMA);
            } else {
                format.skip();
            }
        }
    }

    private void modalities(JsonCursor modalities) {
        if (modalities.kind() != Kind.ARRAY) {
            modalities.skip();
            return;
        }
        modalities.enterArray();
        while (modalities.nextElement()) {
            if (modalities.kind() == Kind.STRING) {
                note(modalities.string().equals("audio"), Feature.AUDIO);
            } else {
                modalities.skip();
            }
        }
    }

    /** True in chat; the number of alternatives in legacy completions and at some providers, where 0 still asks for one. */
    private void logprobs(JsonCursor value) {
        Kind kind = passKind(value);
        note(kind == Kind.TRUE || kind == Kind.NUMBER, Feature.LOGPROBS);
    }

    private static boolean isFilledArray(JsonCursor value) {
        if (value.kind() != Kind.ARRAY) {
            value.skip();
            return false;
        }
        boolean filled = false;
        value.enterArray();
        while (value.nextElement()) {
            value.skip();
            filled = true;
        }
        return filled;
    }

    private static boolean isAbove(long least, JsonCursor value) {
        if (value.kind() != Kind.NUMBER) {
            value.skip();
            return false;
        }
        Long number = value.integer();
        return number != null && number > least;
    }

    private static Kind passKind(JsonCursor value) {
        Kind kind = value.kind();
        value.skip();
        return kind;
    }
}
