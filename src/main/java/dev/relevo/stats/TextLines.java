package dev.relevo.stats;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lines for people. */
final class TextLines {
    private static final int LONGEST_PATH = 200;

    private TextLines() {}

    static void append(StringBuilder line, LogEntry entry, LogStyle style) {
        switch (entry) {
            case RequestRecord request -> append(line, request.cleaned(style.redaction()));
            case AttemptRecord attempt -> append(line, attempt, style);
            case BodyRecord body -> append(line, body, style);
            case BreakerRecord breaker -> append(line, breaker);
            case Message message -> line.append(message.text());
        }
        line.append('\n');
    }

    static void notice(StringBuilder line, String message) {
        line.append("access log: ").append(message).append('\n');
    }

    private static void append(StringBuilder line, RequestRecord r) {
        begin(line, r.epochMillis(), r.requestId());
        line.append(" request ").append(r.status());
        line.append(' ').append(shown(r.method())).append(' ').append(path(r.path()));
        line.append(" client=").append(shown(r.client())).append(" alias=").append(shown(r.alias()));
        line.append(" target=").append(shown(r.target())).append(" attempts=").append(r.attempts());
        millis(line.append(" ttft="), r.ttftNanos());
        millis(line.append(" took="), r.tookNanos());
        line.append(" bytes=").append(r.bytes());
        if (r.ending() != RequestRecord.Ending.WHOLE) {
            line.append(' ').append(r.ending().name().toLowerCase(Locale.ROOT));
        }
        reason(line, r.reason());
    }

    private static void append(StringBuilder line, AttemptRecord a, LogStyle style) {
        begin(line, a.epochMillis(), style.redaction().apply(a.requestId()));
        line.append(" attempt ").append(a.attempt()).append('/').append(a.of());
        line.append(' ').append(oneLine(a.target())).append(' ').append(a.outcome());
        millis(line.append(" ttft="), a.ttftNanos());
        millis(line.append(" took="), a.tookNanos());
        count(line.append(" tokens="), a.promptTokens());
        count(line.append('+'), a.completionTokens());
        reason(line, a.reason());
    }

    private static void append(StringBuilder line, BodyRecord body, LogStyle style) {
        begin(line, body.epochMillis(), style.redaction().apply(body.requestId()));
        line.append(' ').append(body.kind().name().toLowerCase(Locale.ROOT)).append(" body ");
        JsonLines.quote(line, body.told(style));
    }

    private static void append(StringBuilder line, BreakerRecord b) {
        LogTime.append(line, b.epochMillis());
        line.append(" breaker ").append(oneLine(b.target())).append(' ').append(b.state());
        if (b.open()) {
            line.append(" rest=").append(b.restMillis()).append("ms");
        }
        reason(line, b.reason());
    }

    private static void begin(StringBuilder line, long epochMillis, String requestId) {
        LogTime.append(line, epochMillis);
        line.append(' ').append(oneLine(requestId));
    }

    private static void reason(StringBuilder line, String reason) {
        if (!reason.isEmpty()) {
            line.append(" (").append(oneLine(reason)).append(')');
        }
    }

    /** A blank would end the field for whoever splits the line. */
    private static String shown(@Nullable String word) {
        return word == null || word.isEmpty() ? "-" : oneLine(word).replace(' ', '_');
    }

    private static String path(@Nullable String path) {
        String shown = shown(path);
        return shown.length() > LONGEST_PATH ? shown.substring(0, LONGEST_PATH) + "…" : shown;
    }

    private static void millis(StringBuilder line, long nanos) {
        if (nanos < 0) {
            line.append('-');
        } else {
            line.append(nanos / 1_000_000).append("ms");
        }
    }

    private static void count(StringBuilder line, long tokens) {
        if (tokens < 0) {
            line.append('-');
        } else {
            line.append(tokens);
        }
    }

    /** Characters that could forge a line, or steer a terminal, become spaces. */
    private static String oneLine(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line.append(isLayout(c) ? ' ' : c);
        }
        return line.toString();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLayout(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }
}
