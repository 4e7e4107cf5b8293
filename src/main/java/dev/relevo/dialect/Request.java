package dev.relevo.dialect;

import dev.relevo.config.Feature;
import dev.relevo.wire.ErrorBody;
import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import dev.relevo.wire.MalformedJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request for a model as the client sent it: its bytes, checked once, and where in them the known members stand. */
public final class Request {
    private static final int LONGEST_NAME_SHOWN = 64;
    private static final int MOST_CHOICES = 128;

    /** Of one object; each costs some hundred bytes of memory, and a body of megabytes has room for millions. */
    private static final int MOST_MEMBERS = 1000;

    private final Operation operation;
    private final byte[] body;
    private final List<Member> members;
    private String model = "";
    private boolean stream;
    private boolean usageAsked;
    private List<Member> streamOptions = List.of();
    private int choices = 1;

    private Request(Operation operation, byte[] body, List<Member> members) {
        this.operation = operation;
        this.body = body;
        this.members = members;
    }

    /**
     * Reads a body: UTF-8, JSON, one object without duplicate members, with a {@code model}.
     *
     * @throws BadRequest naming the place and what to do
     */
    public static Request read(Operation operation, byte[] body) throws BadRequest {
        try {
            Request request = new Request(operation, body, locate(body));
            request.readKnown();
            return request;
        } catch (MalformedJson e) {
            throw malformed(body, e);
        }
    }

    public Operation operation() {
        return operation;
    }

    /** What a target must be able to do to serve it. */
    public Set<Feature> needs() {
        return Set.of(operation.feature());
    }

    /** The model asked for. */
    public String model() {
        return model;
    }

    public boolean stream() {
        return stream;
    }

    /** Whether the client wants the usage chunk of a stream. */
    public boolean usageAsked() {
        return usageAsked;
    }

    /** Choices asked for, {@code n}. */
    public int choices() {
        return choices;
    }

    byte[] body() {
        return body;
    }

    List<Member> members() {
        return members;
    }

    private @Nullable Member member(String name) {
        for (Member member : members) {
            if (member.name().equals(name)) {
                return member;
            }
        }
        return null;
    }

    private static List<Member> locate(byte[] body) throws BadRequest {
        JsonCursor cursor = new JsonCursor(body, 0, body.length);
        if (cursor.kind() != Kind.OBJECT) {
            throw invalid("The body must be a JSON object such as {\"model\":\"auto\",\"messages\":[…]}.", null);
        }
        List<Member> members = readMembers(cursor);
        cursor.end();
        Set<String> names = new HashSet<>();
        for (Member member : members) {
            if (!names.add(member.name())) {
                String name = shown(member.name());
                throw invalid("The member '" + name + "' stands twice in the body; send it once.", name);
            }
        }
        return members;
    }

    private static List<Member> readMembers(JsonCursor object) throws BadRequest {
        List<Member> found = new ArrayList<>();
        object.enterObject();
        while (object.nextMember()) {
            if (found.size() == MOST_MEMBERS) {
                throw invalid("An object has more than " + MOST_MEMBERS + " members; send fewer.", null);
            }
            found.add(new Member(object.name(), object.nameFrom(), object.nameTo(), object.skip(), object.position()));
        }
        return found;
    }

    private void readKnown() throws BadRequest {
        Member asked = member("model");
        model = asked != null && kind(asked) == Kind.STRING ? cursor(asked).string() : "";
        if (model.isEmpty()) {
            throw invalid("You must provide a 'model' parameter: a non-empty string such as \"auto\".", "model");
        }
        stream = flag(member("stream"), "stream");
        choices = readChoices(member("n"));
        usageAsked = readUsageAsked(member("stream_options"));
    }

    private boolean flag(@Nullable Member member, String param) throws BadRequest {
        if (member == null) {
            return false;
        }
        return switch (kind(member)) {
            case TRUE -> true;
            case FALSE, NULL -> false;
            default -> throw invalid("'" + param + "' must be true or false.", param);
        };
    }

    private int readChoices(@Nullable Member member) throws BadRequest {
        if (member == null || kind(member) == Kind.NULL) {
            return 1;
        }
        Long n = kind(member) == Kind.NUMBER ? cursor(member).integer() : null;
        if (n == null || n < 1 || n > MOST_CHOICES) {
            throw invalid("'n' must be an integer from 1 to " + MOST_CHOICES + ".", "n");
        }
        return n.intValue();
    }

    private boolean readUsageAsked(@Nullable Member member) throws BadRequest {
        if (member == null || kind(member) == Kind.NULL) {
            return false;
        }
        if (kind(member) != Kind.OBJECT) {
            throw invalid("'stream_options' must be an object.", "stream_options");
        }
        boolean asked = false;
        streamOptions = readMembers(cursor(member));
        for (Member option : streamOptions) {
            if (option.name().equals("include_usage")) {
                asked = flag(option, "stream_options.include_usage");
            }
        }
        return asked;
    }

    /** The members of {@code stream_options}. */
    List<Member> streamOptions() {
        return streamOptions;
    }

    Kind kind(Member member) {
        return cursor(member).kind();
    }

    /** The member's value as it is written. */
    String text(Member member) {
        return new String(body, member.from(), member.to() - member.from(), StandardCharsets.UTF_8);
    }

    private JsonCursor cursor(Member member) {
        return new JsonCursor(body, member.from(), member.to());
    }

    private static BadRequest malformed(byte[] body, MalformedJson e) {
        if (body.length == 0) {
            return invalid("The body is empty; send a JSON object with 'model' and 'messages'.", null);
        }
        if (new String(body, 0, Math.min(3, body.length), StandardCharsets.UTF_8).equals("\ufeff")) {
            return invalid("The body begins with a byte order mark; send UTF-8 without one.", null);
        }
        int line = 1;
        int column = 1;
        for (int i = 0; i < Math.min(e.offset(), body.length); i++) {
            column = body[i] == '\n' ? 1 : column + 1;
            line += body[i] == '\n' ? 1 : 0;
        }
        return invalid(
                "We could not parse the JSON of your request: " + e.reason() + " at byte " + e.offset() + " (line "
                        + line + ", byte column " + column + ").",
                null);
    }

    private static String shown(String name) {
        return name.length() > LONGEST_NAME_SHOWN ? name.substring(0, LONGEST_NAME_SHOWN) + "…" : name;
    }

    private static BadRequest invalid(String message, @Nullable String param) {
        return new BadRequest(new ErrorBody(message, "invalid_request_error", param, null));
    }
}
