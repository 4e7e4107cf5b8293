package dev.relevo.dialect;

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

/** Checks a client's body and finds in it what a {@link Request} holds. */
final class RequestReader {
    private static final int LONGEST_NAME_SHOWN = 64;
    private static final int MOST_CHOICES = 128;

    /** Of one object; each costs some hundred bytes of memory, and a body of megabytes has room for millions. */
    private static final int MOST_MEMBERS = 1000;

    /** So many are compared with one another quicker than they are hashed. */
    private static final int FEW_MEMBERS = 16;

    private final Operation operation;
    private final byte[] body;
    private final RequestScan scan;
    private List<Member> members = List.of();
    private List<Member> streamOptions = List.of();

    RequestReader(Operation operation, byte[] body) {
        this.operation = operation;
        this.body = body;
        this.scan = new RequestScan(operation);
    }

    /** Passes over the value of a member that was just found. */
    private interface Values {
        void pass(String name, JsonCursor value);
    }

    Request read() throws BadRequest {
        try {
            locate();
            Request.Known known = readKnown();
            Size size = scan.size(operation.generates() ? known.choices() : 0);
            return new Request(operation, body, members, scan.needs(), size, known);
        } catch (MalformedJson e) {
            throw malformed(e);
        }
    }

    private void locate() throws BadRequest {
        JsonCursor cursor = new JsonCursor(body, 0, body.length);
        if (cursor.kind() != Kind.OBJECT) {
            throw invalid(
                    "The body must be a JSON object such as {\"model\":\"auto\",\"" + operation.subject() + "\":…}.",
                    null);
        }
        members = readMembers(cursor, scan::pass);
        cursor.end();
        Member twice = members.size() > FEW_MEMBERS ? twiceOfMany() : twiceOfFew();
        if (twice != null) {
            String name = shown(twice.name());
            throw invalid("The member '" + name + "' stands twice in the body; send it once.", name);
        }
    }

    private @Nullable Member twiceOfFew() {
        for (Member member : members) {
            if (!member.equals(member(member.name()))) {
                return member;
            }
        }
        return null;
    }

    private @Nullable Member twiceOfMany() {
        Set<String> names = new HashSet<>();
        for (Member member : members) {
            if (!names.add(member.name())) {
                return member;
            }
        }
        return null;
    }

    private static List<Member> readMembers(JsonCursor object, Values values) throws BadRequest {
        List<Member> found = new ArrayList<>();
        object.enterObject();
        while (object.nextMember()) {
            if (found.size() == MOST_MEMBERS) {
                throw invalid("An object has more than " + MOST_MEMBERS + " members; send fewer.", null);
            }
            String name = object.name();
            int nameFrom = object.nameFrom();
            int nameTo = object.nameTo();
            object.kind();
            int from = object.position();
            values.pass(name, object);
            found.add(new Member(name, nameFrom, nameTo, from, object.position()));
        }
        return found;
    }

    private Request.Known readKnown() throws BadRequest {
        String model = readModel();
        requireSubject();
        if (!operation.generates()) {
            return new Request.Known(model, false, false, List.of(), 1);
        }
        boolean stream = flag(member("stream"), "stream");
        int n = count("n", 1);
        if (operation == Operation.COMPLETIONS) {
            count("best_of", 0);
        }
        boolean usageAsked = readUsageAsked(member("stream_options"));
        long choices = Math.min((long) n * prompts(), Integer.MAX_VALUE);
        return new Request.Known(model, stream, usageAsked, streamOptions, (int) choices);
    }

    private String readModel() throws BadRequest {
        Member asked = member("model");
        String model =
                asked != null && kind(asked) == Kind.STRING ? cursor(asked).string() : "";
        if (model.isEmpty()) {
            throw invalid("You must provide a 'model' parameter: a non-empty string such as \"auto\".", "model");
        }
        return model;
    }

    /** Of a conversation, providers know themselves what they can do without. */
    private void requireSubject() throws BadRequest {
        String subject = operation.subject();
        Member member = member(subject);
        if (operation != Operation.CHAT && (member == null || kind(member) == Kind.NULL)) {
            throw invalid(
                    "You must provide '" + subject + "': a string, or an array of strings or of tokens.", subject);
        }
    }

    /** A legacy completion answers each of an array of prompts; an array of numbers is one prompt, in tokens. */
    private int prompts() {
        Member prompt = operation == Operation.COMPLETIONS ? member("prompt") : null;
        if (prompt == null || kind(prompt) != Kind.ARRAY) {
            return 1;
        }
        int count = 0;
        JsonCursor prompts = cursor(prompt);
        prompts.enterArray();
        while (prompts.nextElement()) {
            if (prompts.kind() == Kind.NUMBER) {
                return 1;
            }
            prompts.skip();
            count++;
        }
        return Math.max(1, count);
    }

    private @Nullable Member member(String name) {
        for (Member member : members) {
            if (member.name().equals(name)) {
                return member;
            }
        }
        return null;
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

    private int count(String name, int least) throws BadRequest {
        Member member = member(name);
        if (member == null || kind(member) == Kind.NULL) {
            return 1;
        }
        Long n = kind(member) == Kind.NUMBER ? cursor(member).integer() : null;
        if (n == null || n < least || n > MOST_CHOICES) {
            throw invalid("'" + name + "' must be an integer from " + least + " to " + MOST_CHOICES + ".", name);
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
        streamOptions = readMembers(cursor(member), (_, value) -> value.skip());
        for (Member option : streamOptions) {
            if (option.name().equals("include_usage")) {
                asked = flag(option, "stream_options.include_usage");
            }
        }
        return asked;
    }

    private Kind kind(Member member) {
        return cursor(member).kind();
    }

    private JsonCursor cursor(Member member) {
        return new JsonCursor(body, member.from(), member.to());
    }

    private BadRequest malformed(MalformedJson e) {
        if (body.length == 0) {
            return invalid(
                    "The body is empty; send a JSON object with 'model' and '" + operation.subject() + "'.", null);
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
