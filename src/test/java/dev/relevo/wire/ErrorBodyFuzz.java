package dev.relevo.wire;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Any bytes read as a provider's error: what is understood can be told in OpenAI's words, and means the same when read again. */
public final class ErrorBodyFuzz {
    /** A detail takes words of ours: "body.field: message". */
    private static final int OURS = 4_000;

    private ErrorBodyFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        ErrorBody error = ErrorBody.read(input);
        boolean openAi = ErrorBody.isOpenAiError(input);
        if (error == null) {
            return;
        }
        assertTrue(error.message().length() <= input.length + OURS);
        assertTrue(error.summary().length() <= 301);
        assertNotNull(error.type());
        byte[] told = error.typedBy(429).json();
        assertTrue(ErrorBody.isOpenAiError(told));
        // A type with a colon is a URI to whoever reads it.
        assertTrue(error.type().indexOf(':') >= 0 || error.typedBy(429).equals(ErrorBody.read(told)));
        assertTrue(!openAi || JsonCursorTest.fault(input, 0, input.length) < 0);
    }
}
