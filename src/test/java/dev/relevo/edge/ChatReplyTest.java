package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.relevo.RawAnswer;
import dev.relevo.RawAnswer.End;
import dev.relevo.RawClient;
import dev.relevo.relay.ClientGone;
import dev.relevo.relay.Reply;
import dev.relevo.wire.Headers;
import org.junit.jupiter.api.Test;

class ChatReplyTest {
    private static final String ASK = "{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    private static final String RAW = "Accept: text/plain";

    private static final ModelHandler CUT_WHILE_REASONING = (operation, id, body, at, reply) -> {
        start(reply);
        write(reply, "{\"choices\":[{\"delta\":{\"reasoning\":\"hm\"}}]}");
        write(reply, "{\"error\":{\"message\":\"the GPU\\nfell over\"}}");
        reply.cut();
    };

    @Test
    void whileAModelReasonsCommentsShowThatItLives() throws Exception {
        try (Served served = Served.by(CUT_WHILE_REASONING);
                RawClient client = served.client()) {
            RawAnswer answer = client.post("/chat", ASK).answer();
            assertEquals(":\n\nevent: error\ndata: the GPU\ndata: fell over\n\n", answer.text());
            assertNotEquals(End.WHOLE, answer.end());
        }
    }

    @Test
    void rawTextThatIsCutBeforeItsFirstPieceIsAnErrorWithAStatus() throws Exception {
        try (Served served = Served.by(CUT_WHILE_REASONING);
                RawClient client = served.client()) {
            RawAnswer answer = client.post("/chat", ASK, RAW).answer();
            assertEquals(502, answer.status());
            assertEquals("application/json", answer.header("content-type"));
            assertEquals("p1", answer.header("x-relevo-provider"));
            assertEquals("{\"error\":\"the GPU\\nfell over\"}", answer.text());
            assertEquals(200, client.get("/health/live").answer().status());
        }
    }

    @Test
    void halfACharacterThatNothingFollowsIsReplaced() throws Exception {
        ModelHandler halves = (operation, id, body, at, reply) -> {
            start(reply);
            write(reply, "{\"choices\":[{\"delta\":{\"content\":\"a\\ud83d\"}}]}");
            byte[] done = "data: [DONE]\n\n".getBytes(UTF_8);
            reply.end(done, 0, done.length);
        };
        try (Served served = Served.by(halves);
                RawClient client = served.client()) {
            assertEquals("a?", client.post("/chat", ASK, RAW).answer().text());
        }
    }

    @Test
    void aBugIsToldFlat() throws Exception {
        ModelHandler bug = (operation, id, body, at, reply) -> {
            throw new IllegalStateException("a bug that this test made");
        };
        try (Served served = Served.by(bug);
                RawClient client = served.client()) {
            RawAnswer answer = client.post("/chat", ASK, "X-Request-Id: mine").answer();
            assertEquals(500, answer.status());
            assertEquals("{\"error\":\"Relevo failed; its log tells why under request id mine.\"}", answer.text());
        }
    }

    private static void start(Reply reply) throws ClientGone {
        Headers headers = new Headers().add("Content-Type", "text/event-stream").add("x-relevo-provider", "p1");
        reply.start(200, headers, -1);
    }

    private static void write(Reply reply, String event) throws ClientGone {
        byte[] bytes = ("data: " + event + "\n\n").getBytes(UTF_8);
        reply.write(bytes, 0, bytes.length);
    }
}
