package dev.relevo.dialect;

import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that an answer took, as the provider tells.
 *
 * @param prompt tokens of the prompt
 * @param completion tokens of the answer
 */
public record Usage(long prompt, long completion) {

    /** Reads a {@code usage} object; what it does not tell counts as zero. */
    static Usage read(JsonCursor object) {
        long prompt = 0;
        long completion = 0;
        object.enterObject();
        while (object.nextMember()) {
            if (object.nameIs("prompt_tokens") && object.kind() == Kind.NUMBER) {
                prompt = count(object.integer());
            } else if (object.nameIs("completion_tokens") && object.kind() == Kind.NUMBER) {
                completion = count(object.integer());
            } else {
                object.skip();
            }
        }
        return new Usage(prompt, completion);
    }

    private static long count(@Nullable Long told) {
        return told == null ? 0 : Math.max(0, told);
    }
}
