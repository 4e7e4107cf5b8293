package dev.relevo.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.Script;
import java.io.IOException;

/** The two forms in which a client may want a chat's answer. */
enum Form {
    PLAIN(Proxy.CHAT, Completions.chat("fine")) {
        @Override
        void assertWhole(RawAnswer answer) throws IOException {
            assertEquals(Completions.chatBody("fine"), answer.text());
        }
    },
    STREAM(Proxy.STREAM, Completions.streamOf("fine", "!")) {
        @Override
        void assertWhole(RawAnswer answer) throws IOException {
            assertEquals(Completions.events("fine", "!"), answer.events());
            assertTrue(answer.completed());
        }
    };

    /** To the pool {@code auto}. */
    final String request;

    /** A good answer to it. */
    final Script fine;

    Form(String request, Script fine) {
        this.request = request;
        this.fine = fine;
    }

    /** That is {@link #fine}, byte for byte, and nothing else. */
    abstract void assertWhole(RawAnswer answer) throws IOException;

    /** The answer is whole, and came about so. */
    void assertWhole(String trail, RawAnswer answer) throws IOException {
        assertEquals(trail, answer.header("x-relevo-trail"), answer.text());
        assertEquals(200, answer.status());
        assertWhole(answer);
    }
}
