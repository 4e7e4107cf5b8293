package dev.relevo.stats;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lines for programs: each a JSON object of ASCII, with the same members in the same order for each kind of event. What
 * is not known is {@code null}. Times are in milliseconds.
 */
final class JsonLines {
    private JsonLines() {}

    static void append(StringBuilder line, LogEntry entry, LogStyle style) {
        switch (entry) {
            case RequestRecord request -> append(line, request.cleaned(style.redaction()));
            case AttemptRecord attempt -> append(line, attempt, style);
            case BodyRecord body -> append(line, body, style);
            case BreakerRecord breaker -> append(line, breaker);
            case Message message -> append(line, message);
        }
        line.append("}\n");
    }

    static void notice(StringBuilder line, String message) {
        line.append("{\"event\":\"notice\"");
        text(line, "message", message);
        line.append("}\n");
    }

    private static void append(StringBuilder line, RequestRecord r) {
        begin(line, r.epochMillis(), "request", r.requestId());
        text(line, "client", r.client());
        text(line, "method", r.method());
        text(line, "path", r.path());
        text(line, "alias", r.alias());
        number(line, "status", r.status());
        text(line, "ending", r.ending().name().toLowerCase(Locale.ROOT));
        text(line, "target", r.target());
        number(line, "attempts", r.attempts());
        millis(line, "ttft_ms", r.ttftNanos());
        millis(line, "took_ms", r.tookNanos());
        number(line, "bytes", r.bytes());
        text(line, "reason", r.reason().isEmpty() ? null : r.reason());
    }

    private static void append(StringBuilder line, AttemptRecord a, LogStyle style) {
        begin(line, a.epochMillis(), "attempt", style.redaction().apply(a.requestId()));
        number(line, "attempt", a.attempt());
        number(line, "of", a.of());
        text(line, "target", a.target());
        text(line, "outcome", a.outcome());
        millis(line, "ttft_ms", a.ttftNanos());
        millis(line, "took_ms", a.tookNanos());
        number(line, "prompt_tokens", a.promptTokens());
        number(line, "completion_tokens", a.completionTokens());
        text(line, "reason", a.reason().isEmpty() ? null : a.reason());
    }

    private static void append(StringBuilder line, BodyRecord body, LogStyle style) {
        begin(line, body.epochMillis(), "body", style.redaction().apply(body.requestId()));
        text(line, "of", body.kind().name().toLowerCase(Locale.ROOT));
        text(line, "text", body.told(style));
    }

    /** What the program itself says. */
    private static void append(StringBuilder line, Message message) {
        line.append("{\"time\":\"");
        LogTime.append(line, message.epochMillis());
        line.append("\",\"event\":\"message\"");
        text(line, "message", message.text().strip());
    }

    static void message(
            StringBuilder line, long epochMillis, String level, String logger, String message, @Nullable String error) {
        line.append("{\"time\":\"");
        LogTime.append(line, epochMillis);
        line.append("\",\"event\":\"message\"");
        text(line, "level", level);
        text(line, "logger", logger);
        text(line, "message", message);
        text(line, "error", error);
        line.append("}\n");
    }

    private static void append(StringBuilder line, BreakerRecord b) {
        begin(line, b.epochMillis(), "breaker");
        text(line, "target", b.target());
        text(line, "state", b.state());
        number(line, "rest_ms", b.restMillis());
        text(line, "reason", b.reason().isEmpty() ? null : b.reason());
    }

    private static void begin(StringBuilder line, long epochMillis, String event, String requestId) {
        begin(line, epochMillis, event);
        text(line, "request_id", requestId);
    }

    private static void begin(StringBuilder line, long epochMillis, String event) {
        line.append("{\"time\":\"");
        LogTime.append(line, epochMillis);
        line.append("\",\"event\":\"").append(event).append('"');
    }

    private static void text(StringBuilder line, String name, @Nullable String value) {
        name(line, name);
        if (value == null) {
            line.append("null");
        } else {
            quote(line, value);
        }
    }

    /** Negative is unknown. */
    private static void number(StringBuilder line, String name, long value) {
        name(line, name);
        if (value < 0) {
            line.append("null");
        } else {
            line.append(value);
        }
    }

    private static void millis(StringBuilder line, String name, long nanos) {
        number(line, name, nanos < 0 ? -1 : nanos / 1_000_000);
    }

    private static void name(StringBuilder line, String name) {
        line.append(",\"").append(name).append("\":");
    }

    /** The text as a JSON string of printable ASCII, quotes included. */
    static void quote(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                default -> {
                    if (c < ' ' || c > '~') {
                        escape(out, c);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static void escape(StringBuilder out, char c) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(Character.forDigit(c >> shift & 0xf, 16));
        }
    }
}
