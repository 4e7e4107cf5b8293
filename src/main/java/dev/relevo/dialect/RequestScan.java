package dev.relevo.dialect;

import dev.relevo.config.Feature;
import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a request needs a target to be able to do, and how much it asks for, in the one strict pass that proves the
 * request well-formed: each value is looked into on the way past it.
 */
final class RequestScan {
    private Set<Feature> needs;
    private long promptBytes;
    private int media;
    private @Nullable Integer maxTokens;
    private @Nullable Integer maxCompletionTokens;

    RequestScan(Operation operation) {
        needs = Set.of(operation.feature());
    }

    Set<Feature> needs() {
        return needs;
    }

    /** @param choices as many as the answer will have */
    Size size(int choices) {
        return new Size(promptBytes, media, maxCompletionTokens == null ? maxTokens : maxCompletionTokens, choices);
    }

    /** Passes over the value of a member of the request. */
    void pass(String name, JsonCursor value) {
        switch (name) {
            case "messages" -> messages(value);
            case "prompt", "input", "suffix" -> texts(value);
            case "tools", "functions" -> note(isFilledArray(value), Feature.TOOLS);
            case "response_format" -> responseFormat(value);
            case "max_tokens" -> maxTokens = count(value);
            case "max_completion_tokens" -> maxCompletionTokens = count(value);
            case "modalities" -> modalities(value);
            case "audio" -> note(passKind(value) == Kind.OBJECT, Feature.AUDIO);
            case "n", "best_of" -> note(isAbove(1, value), Feature.N);
            case "logprobs" -> logprobs(value);
            case "top_logprobs" -> note(isAbove(0, value), Feature.LOGPROBS);
            default -> value.skip();
        }
    }

    private void note(boolean needed, Feature feature) {
        if (needed && !needs.contains(feature)) {
            EnumSet<Feature> more = EnumSet.of(feature);
            more.addAll(needs);
            needs = Set.copyOf(more);
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
            } else if (message.kind() == Kind.STRING && !message.nameIs("role")) {
                promptBytes += Delta.sizeOfText(message);
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
                partType(part.string());
            } else if (part.nameIs("text") && part.kind() == Kind.STRING) {
                promptBytes += Delta.sizeOfText(part);
            } else {
                part.skip();
            }
        }
    }

    private void partType(String type) {
        switch (type) {
            case "image_url", "input_image" -> {
                note(true, Feature.VISION);
                media++;
            }
            case "input_audio" -> {
                note(true, Feature.AUDIO);
                media++;
            }
            case "file", "input_file", "video_url" -> media++;
            default -> {}
        }
    }

    /** A text or several, in characters or in tokens. */
    private void texts(JsonCursor value) {
        switch (value.kind()) {
            case STRING -> promptBytes += Delta.sizeOfText(value);
            case NUMBER -> {
                promptBytes += Size.TOKEN;
                value.skip();
            }
            case ARRAY -> {
                value.enterArray();
                while (value.nextElement()) {
                    texts(value);
                }
            }
            default -> value.skip();
        }
    }

    /** A whole number that is not negative, at most what fits; null for any other value. */
    private static @Nullable Integer count(JsonCursor value) {
        if (value.kind() != Kind.NUMBER) {
            value.skip();
            return null;
        }
        Long number = value.integer();
        return number == null || number < 0 ? null : (int) Math.min(number, Integer.MAX_VALUE);
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
                int from = format.skip();
                promptBytes += format.position() - from;
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

    /** What it holds is told the model as it is written. */
    private boolean isFilledArray(JsonCursor value) {
        if (value.kind() != Kind.ARRAY) {
            value.skip();
            return false;
        }
        boolean filled = false;
        value.enterArray();
        while (value.nextElement()) {
            int from = value.skip();
            promptBytes += value.position() - from;
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
