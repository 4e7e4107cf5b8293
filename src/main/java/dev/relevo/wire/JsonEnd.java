package dev.relevo.wire;

/**
 * Tells whether a JSON object or array that comes in pieces, and is too large to be held, has come to its end. Looks at
 * brackets and strings only, and takes the rest for well-formed.
 */
public final class JsonEnd {
    private long depth;
    private boolean begun;
    private boolean inString;
    private boolean escaped;

    /** Takes the next piece. */
    public void feed(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (inString) {
                string(bytes[at]);
            } else {
                structure(bytes[at]);
            }
        }
    }

    /** Whether every bracket is closed again. */
    public boolean reached() {
        return begun && depth == 0;
    }

    private void string(byte b) {
        if (escaped) {
            escaped = false;
        } else if (b == '\\') {
            escaped = true;
        } else if (b == '"') {
            inString = false;
        }
    }

    private void structure(byte b) {
        switch (b) {
            case '"' -> inString = true;
            case '{', '[' -> {
                begun = true;
                depth++;
            }
            case '}', ']' -> depth--;
            default -> {}
        }
    }
}
