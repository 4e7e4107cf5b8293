package dev.relevo.dialect;

import dev.relevo.config.Feature;
import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request for a model as the client sent it: its bytes, checked once, and where in them the known members stand. */
public final class Request {
    private final Operation operation;
    private final byte[] body;
    private final List<Member> members;
    private final Set<Feature> needs;
    private final Size size;
    private final Known known;

    /**
     * What the known members say.
     *
     * @param choices as many as the answer will have
     * @param streamOptions the members of {@code stream_options}
     */
    record Known(String model, boolean stream, boolean usageAsked, List<Member> streamOptions, int choices) {}

    Request(Operation operation, byte[] body, List<Member> members, Set<Feature> needs, Size size, Known known) {
        this.operation = operation;
        this.body = body;
        this.members = members;
        this.needs = needs;
        this.size = size;
        this.known = known;
    }

    /**
     * Reads a body: UTF-8, JSON, one object without duplicate members, with a {@code model} and what the operation cannot
     * do without.
     *
     * @throws BadRequest naming the place and what to do
     */
    public static Request read(Operation operation, byte[] body) throws BadRequest {
        return new RequestReader(operation, body).read();
    }

    public Operation operation() {
        return operation;
    }

    /** What a target must be able to do to serve it, the operation included. */
    public Set<Feature> needs() {
        return needs;
    }

    /** How much it asks for. */
    public Size size() {
        return size;
    }

    /** The model asked for. */
    public String model() {
        return known.model();
    }

    public boolean stream() {
        return known.stream();
    }

    /** Whether the client wants the usage chunk of a stream. */
    public boolean usageAsked() {
        return known.usageAsked();
    }

    /** How many choices a whole answer has: {@code n}, of a legacy completion for each prompt. */
    public int choices() {
        return known.choices();
    }

    /**
     * What requests of the same conversation have in common, so that the same target may serve them: 64 bits of a digest
     * of {@code prompt_cache_key}, else of the session, else, where that is wanted, of {@code user}, else of how the
     * conversation begins: with the same texts up to the first one of the user's. Reads those texts each time.
     *
     * @param session that the client named beside the request, or null
     * @param implied whether a conversation counts that is not named as one
     * @return null where nothing tells
     */
    public @Nullable Long affinity(@Nullable String session, boolean implied) {
        return new Affinity(this).digest(session, implied);
    }

    /**
     * Whether another target can go on with a streamed answer's text, should it break off: a chat, of one choice, in free
     * text (no JSON mode, no log probabilities), that does not end in the assistant's own words. Looks through the
     * messages each time.
     */
    public boolean continuable() {
        return new Prefill(this).possible();
    }

    byte[] body() {
        return body;
    }

    List<Member> members() {
        return members;
    }

    /** The members of {@code stream_options}. */
    List<Member> streamOptions() {
        return known.streamOptions();
    }

    @Nullable
    Member member(String name) {
        for (Member member : members) {
            if (member.name().equals(name)) {
                return member;
            }
        }
        return null;
    }

    Kind kind(Member member) {
        return cursor(member).kind();
    }

    /** The member's value as it is written. */
    String text(Member member) {
        return new String(body, member.from(), member.to() - member.from(), StandardCharsets.UTF_8);
    }

    /** Before the member's value, with nothing behind it. */
    JsonCursor cursor(Member member) {
        return new JsonCursor(body, member.from(), member.to());
    }
}
