package dev.relevo.dialect;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.Quotas;
import dev.relevo.config.Window;
import dev.relevo.wire.Durations;
import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.JsonCursor.Kind;
import dev.relevo.wire.MalformedJson;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The limits that the members of an error tell: Google's quota failures, and headers that OpenRouter puts there. */
final class LimitDetails {
    private static final int MOST = 16;

    /** Where Gemini's days begin. */
    private static final Window GOOGLES_DAY = new Window.Calendar(ZoneId.of("America/Los_Angeles"));

    private final byte[] body;
    private final List<Violation> violations = new ArrayList<>();
    private final LimitFields headers;
    private String retryDelay = "";

    /**
     * A limit of Google's that a request broke.
     *
     * @param id such as {@code GenerateContentInputTokensPerModelPerMinute-FreeTier}
     * @param limit null if it is none at all, or not told
     */
    private record Violation(String id, @Nullable Long limit) {
        /** The delay that is told besides is of no day. */
        Told told(@Nullable Duration retryDelay) {
            Period period = period();
            boolean day = period == Period.DAY;
            Quantity quantity = LimitWords.quantity(id);
            ScopeKind scope = id.contains("PerProject") && !id.contains("PerModel") ? ScopeKind.KEY : ScopeKind.TARGET;
            return new Told(quantity, period, limit, 0L, day ? null : retryDelay, day ? GOOGLES_DAY : null, scope);
        }

        private @Nullable Period period() {
            String lower = id.toLowerCase(Locale.ROOT);
            for (Period period : Period.values()) {
                if (lower.contains("per" + period.name().toLowerCase(Locale.ROOT))) {
                    return period;
                }
            }
            return null;
        }
    }

    private LimitDetails(byte[] body, long nowEpochMillis) {
        this.body = body;
        this.headers = new LimitFields(nowEpochMillis);
    }

    /** What a body tells, if it is JSON; without the periods that its members do not name. */
    static List<Told> read(byte[] body, long nowEpochMillis) {
        LimitDetails details = new LimitDetails(body, nowEpochMillis);
        try {
            JsonCursor cursor = new JsonCursor(body, 0, body.length);
            details.pass(cursor);
            cursor.end();
        } catch (MalformedJson noJson) {
            return List.of();
        }
        Duration delay = Durations.parse(details.retryDelay, nowEpochMillis);
        List<Told> told = details.violations.stream()
                .map(violation -> violation.told(delay))
                .toList();
        return Told.joined(told, details.headers.told(Quotas.NONE));
    }

    /** Passes over an object, or over the objects of a list. */
    private void pass(JsonCursor value) {
        if (value.kind() == Kind.ARRAY) {
            value.enterArray();
            while (value.nextElement()) {
                pass(value);
            }
        } else if (value.kind() == Kind.OBJECT) {
            value.enterObject();
            while (value.nextMember()) {
                member(value);
            }
        } else {
            value.skip();
        }
    }

    private void member(JsonCursor value) {
        switch (value.name()) {
            case "error", "details", "metadata" -> pass(value);
            case "violations" -> violations(value);
            case "headers" -> headers(value);
            case "retryDelay" -> retryDelay = text(value);
            default -> value.skip();
        }
    }

    private void violations(JsonCursor list) {
        if (list.kind() != Kind.ARRAY) {
            list.skip();
            return;
        }
        list.enterArray();
        while (list.nextElement()) {
            if (list.kind() == Kind.OBJECT && violations.size() < MOST) {
                violation(list);
            } else {
                list.skip();
            }
        }
    }

    private void violation(JsonCursor object) {
        String id = "";
        Long limit = null;
        object.enterObject();
        while (object.nextMember()) {
            if (object.nameIs("quotaId")) {
                id = text(object);
            } else if (object.nameIs("quotaValue")) {
                limit = LimitCount.read(text(object));
            } else {
                object.skip();
            }
        }
        if (!id.isEmpty()) {
            violations.add(new Violation(id, limit == null || limit <= 0 ? null : limit));
        }
    }

    private void headers(JsonCursor object) {
        if (object.kind() != Kind.OBJECT) {
            object.skip();
            return;
        }
        object.enterObject();
        for (int count = 0; object.nextMember(); count++) {
            String name = object.name();
            String value = text(object);
            if (count < MOST) {
                headers.take(name, value);
            }
        }
    }

    /** Of a string or a number; empty for any other value. */
    private String text(JsonCursor value) {
        return switch (value.kind()) {
            case STRING -> value.string();
            case NUMBER -> Range.pass(value).text(body);
            default -> {
                value.skip();
                yield "";
            }
        };
    }
}
