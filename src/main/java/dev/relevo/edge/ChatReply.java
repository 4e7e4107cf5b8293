package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.relevo.dialect.ChatText;
import dev.relevo.relay.ClientGone;
import dev.relevo.relay.Reply;
import dev.relevo.wire.ErrorBody;
import dev.relevo.wire.Headers;
import dev.relevo.wire.JsonText;
import dev.relevo.wire.SseOverflow;
import dev.relevo.wire.SseReader;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code POST /chat}: what is written to it as a streamed chat completion reaches the client as the pieces
 * of its text, and an error in OpenAI's shape as {@code {"error":"…"}}.
 */
final class ChatReply implements Reply, SseReader.Events {
    private static final byte[] DONE = "[DONE]".getBytes(US_ASCII);

    private final Reply client;
    private final TextForm form;
    private final SseReader reader = new SseReader(Integer.MAX_VALUE, Integer.MAX_VALUE);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** The first half of a character that its provider cut in two, or empty. */
    private String half = "";

    private Headers headers = new Headers();
    private @Nullable String error;
    private boolean answered;

    ChatReply(Reply client, TextForm form) {
        this.client = client;
        this.form = form;
    }

    @Override
    public boolean claimStream() {
        return client.claimStream();
    }

    @Override
    public void answer(int status, Headers headers, byte[] body) throws ClientGone {
        ErrorBody refusal = status < 400 ? null : ErrorBody.read(body);
        client.answer(status, headers, refusal == null ? body : flat(refusal.message()));
    }

    @Override
    public void start(int status, Headers headers, long length) throws ClientGone {
        this.headers = headers;
        client.start(status, retyped(headers, form.mediaType()), length);
    }

    @Override
    public void later(Headers headers) {
        client.later(headers);
    }

    @Override
    public void write(byte[] bytes, int from, int to) throws ClientGone {
        read(bytes, from, to);
        if (out.size() == 0) {
            form.pulse(out);
        }
        client.write(out.toByteArray(), 0, out.size());
        out.reset();
        if (error != null && !client.started()) {
            client.answer(502, retyped(headers, "application/json"), flat(error));
            answered = true;
        }
    }

    /** What a comment of a stream says is not for clients of this one. */
    @Override
    public void remark(byte[] comment) throws ClientGone {
        form.pulse(out);
        client.remark(out.toByteArray());
        out.reset();
    }

    @Override
    public void end() throws ClientGone {
        client.end();
    }

    @Override
    public void end(byte[] bytes, int from, int to) throws ClientGone {
        read(bytes, from, to);
        client.end(out.toByteArray(), 0, out.size());
    }

    /** A cut before the first piece of raw text was answered by a whole error. */
    @Override
    public void cut() {
        if (!answered) {
            client.cut();
        }
    }

    @Override
    public void comment(byte[] bytes) {
        if (form.takesComments()) {
            client.comment(bytes);
        }
    }

    @Override
    public void watch(Runnable gone) {
        client.watch(gone);
    }

    @Override
    public boolean started() {
        return client.started();
    }

    @Override
    public void data(byte[] bytes, int from, int to) {
        if (Arrays.equals(bytes, from, to, DONE, 0, DONE.length)) {
            piece(half);
            form.done(out);
            return;
        }
        String text = ChatText.read(bytes, from, to);
        if (text != null) {
            add(text);
            return;
        }
        ErrorBody said = ErrorBody.read(Arrays.copyOfRange(bytes, from, to));
        if (said != null) {
            error = said.message();
            form.error(said.message(), out);
        }
    }

    /** Keeps the first half of a character back until the other one comes. */
    private void add(String piece) {
        String text = half + piece;
        boolean cut = !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1));
        half = cut ? text.substring(text.length() - 1) : "";
        piece(cut ? text.substring(0, text.length() - 1) : text);
    }

    private void piece(String text) {
        if (!text.isEmpty()) {
            form.piece(text, out);
        }
    }

    private void read(byte[] bytes, int from, int to) {
        try {
            reader.feed(bytes, from, to, this);
        } catch (SseOverflow e) {
            throw new IllegalStateException(e);
        }
    }

    /** An error as {@code POST /chat} tells it. */
    static byte[] flat(String message) {
        StringBuilder json = new StringBuilder("{\"error\":");
        JsonText.quote(json, message);
        return json.append('}').toString().getBytes(UTF_8);
    }

    private static Headers retyped(Headers headers, String mediaType) {
        Headers retyped = new Headers();
        headers.forEach((name, value) -> retyped.add(name, name.equalsIgnoreCase("Content-Type") ? mediaType : value));
        return retyped;
    }
}
