package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.regex.Pattern;

/** How the pieces of a text are written to a client. One instance an answer. */
sealed interface TextForm {
    String mediaType();

    /** Appends a piece, which is not empty. */
    void piece(String text, ByteArrayOutputStream out);

    /** Appends that the answer was cut, and why. */
    void error(String message, ByteArrayOutputStream out);

    /** Appends that the answer is whole. */
    void done(ByteArrayOutputStream out);

    /** Appends a sign of life: something came that is no text. */
    void pulse(ByteArrayOutputStream out);

    /** Whether a comment may stand between pieces. */
    boolean takesComments();

    /**
     * An event for each piece (WHATWG HTML, "Server-sent events"), each line of it a {@code data} line. CR and CRLF
     * arrive as LF, since no event can carry a CR. The end of a whole answer is an event {@code done} without data, and a
     * cut one ends in an event {@code error} with words for a person.
     */
    final class Events implements TextForm {
        private static final Pattern LINE_BREAK = Pattern.compile("\r\n?|\n");

        private boolean afterCr;

        @Override
        public String mediaType() {
            return "text/event-stream";
        }

        @Override
        public void piece(String text, ByteArrayOutputStream out) {
            String rest = afterCr && text.startsWith("\n") ? text.substring(1) : text;
            afterCr = text.endsWith("\r");
            if (!rest.isEmpty()) {
                event("", rest, out);
            }
        }

        @Override
        public void error(String message, ByteArrayOutputStream out) {
            event("event: error\n", message, out);
        }

        @Override
        public void done(ByteArrayOutputStream out) {
            event("event: done\n", "", out);
        }

        @Override
        public void pulse(ByteArrayOutputStream out) {
            out.writeBytes(":\n\n".getBytes(UTF_8));
        }

        @Override
        public boolean takesComments() {
            return true;
        }

        private static void event(String type, String data, ByteArrayOutputStream out) {
            String lines = LINE_BREAK.matcher(data).replaceAll("\ndata: ");
            out.writeBytes((type + "data: " + lines + "\n\n").getBytes(UTF_8));
        }
    }

    /** The text itself and nothing else; a cut can be known only by the connection's end. */
    final class Raw implements TextForm {
        @Override
        public String mediaType() {
            return "text/plain; charset=utf-8";
        }

        @Override
        public void piece(String text, ByteArrayOutputStream out) {
            out.writeBytes(text.getBytes(UTF_8));
        }

        @Override
        public void error(String message, ByteArrayOutputStream out) {}

        @Override
        public void done(ByteArrayOutputStream out) {}

        @Override
        public void pulse(ByteArrayOutputStream out) {}

        @Override
        public boolean takesComments() {
            return false;
        }
    }
}
