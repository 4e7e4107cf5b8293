package dev.relevo.upstream;

import dev.relevo.wire.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Parses one head, strictly: what two readers could understand differently is refused (RFC 9112, 2 to 6 and 11.2).
 */
final class HeadParser {
    private static final int MAX_FIELDS = 256;
    private static final int MAX_LENGTH_DIGITS = 18;

    private final byte[] b;
    private final int end;
    private int at;
    private final Headers headers = new Headers();
    private long length = -1;
    private boolean chunked;
    private boolean close;
    private @Nullable String coding;

    private HeadParser(byte[] b, int from, int end) {
        this.b = b;
        this.at = from;
        this.end = end;
    }

    /** Parses {@code b[from, end)}, which ends in an empty line and in which every LF follows a CR. */
    static Head parse(byte[] b, int from, int end) throws ExchangeFailure {
        return new HeadParser(b, from, end).head();
    }

    private Head head() throws ExchangeFailure {
        boolean http10 = version();
        int status = status();
        fields();
        if (chunked && (length >= 0 || http10)) {
            throw bad("Transfer-Encoding together with Content-Length or with HTTP/1.0");
        }
        Framing framing = framing(status);
        boolean keepAlive = !close && !http10 && !framing.endsWithConnection();
        return new Head(new ResponseHead(status, answered()), framing, keepAlive, coding);
    }

    private boolean version() throws ExchangeFailure {
        if (!startsWith("HTTP/1.") || (b[at + 7] != '0' && b[at + 7] != '1')) {
            throw bad("an answer that does not begin with HTTP/1.1");
        }
        at += 8;
        return b[at - 1] == '0';
    }

    private int status() throws ExchangeFailure {
        int status = 0;
        for (int i = 1; i <= 3; i++) {
            status = status * 10 + digit(b[at + i]);
        }
        byte after = b[at + 4];
        if (b[at] != ' ' || (after != ' ' && after != '\r') || status < 100 || status > 599) {
            throw bad("a status line without a status from 100 to 599");
        }
        if (status == 101) {
            throw bad("a change of protocol that nobody asked for");
        }
        at = lineEnd(at + 4) + 2;
        return status;
    }

    private void fields() throws ExchangeFailure {
        int count = 0;
        while (b[at] != '\r') {
            if (++count > MAX_FIELDS) {
                throw bad("more than " + MAX_FIELDS + " header fields");
            }
            int colon = colon();
            int lineEnd = lineEnd(colon + 1);
            field(text(at, colon), value(colon + 1, lineEnd));
            at = lineEnd + 2;
        }
        if (at + 2 != end) {
            throw bad("a carriage return inside the head");
        }
    }

    private void field(String name, String value) throws ExchangeFailure {
        switch (name.toLowerCase(Locale.ROOT)) {
            case "content-length" -> contentLength(value);
            case "transfer-encoding" -> transferEncoding(value);
            case "connection" -> close |= names(value, "close");
            case "content-encoding" -> contentEncoding(value);
            default -> {}
        }
        try {
            headers.add(name, value);
        } catch (IllegalArgumentException e) {
            throw bad("a control character in a header field");
        }
    }

    private void contentLength(String value) throws ExchangeFailure {
        if (value.isEmpty() || value.length() > MAX_LENGTH_DIGITS) {
            throw bad("a Content-Length that is no number");
        }
        long parsed = 0;
        for (int i = 0; i < value.length(); i++) {
            parsed = parsed * 10 + digit(value.charAt(i));
        }
        if (length >= 0 && length != parsed) {
            throw bad("two values of Content-Length");
        }
        length = parsed;
    }

    private void transferEncoding(String value) throws ExchangeFailure {
        if (chunked || !value.equalsIgnoreCase("chunked")) {
            throw bad("a transfer coding other than chunked alone");
        }
        chunked = true;
    }

    private void contentEncoding(String value) throws ExchangeFailure {
        if (value.isEmpty() || value.equalsIgnoreCase("identity")) {
            return;
        }
        if (coding != null) {
            throw bad("more than one content coding");
        }
        coding = value.toLowerCase(Locale.ROOT);
    }

    private Framing framing(int status) {
        if (status < 200 || status == 204 || status == 304) {
            return Framing.none();
        }
        if (chunked) {
            return Framing.chunked();
        }
        return length >= 0 ? Framing.counted(length) : Framing.untilClose();
    }

    private Headers answered() {
        if (coding == null) {
            return headers;
        }
        Headers decoded = new Headers();
        headers.forEach((name, value) -> {
            if (!name.equalsIgnoreCase("content-encoding") && !name.equalsIgnoreCase("content-length")) {
                decoded.add(name, value);
            }
        });
        return decoded;
    }

    /** The end of a name, which begins its line: neither white space before the colon nor a folded line is a name. */
    private int colon() throws ExchangeFailure {
        int i = at;
        while (isToken(b[i])) {
            i++;
        }
        if (i == at || b[i] != ':') {
            throw bad("a header field without a proper name");
        }
        return i;
    }

    /** The CR that ends the line; one is there, since {@link #end} follows an empty line. */
    private int lineEnd(int from) throws ExchangeFailure {
        int i = from;
        while (b[i] != '\r') {
            i++;
        }
        if (b[i + 1] != '\n') {
            throw bad("a carriage return inside a line");
        }
        return i;
    }

    private String value(int from, int to) {
        int start = from;
        int stop = to;
        while (start < stop && isBlank(b[start])) {
            start++;
        }
        while (stop > start && isBlank(b[stop - 1])) {
            stop--;
        }
        return text(start, stop);
    }

    private String text(int from, int to) {
        return new String(b, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private boolean startsWith(String text) {
        if (end - at < text.length() + 8) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (b[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a comma-separated list names {@code option}. */
    private static boolean names(String list, String option) {
        int from = 0;
        while (from <= list.length()) {
            int comma = list.indexOf(',', from);
            int to = comma < 0 ? list.length() : comma;
            if (list.substring(from, to).strip().equalsIgnoreCase(option)) {
                return true;
            }
            from = to + 1;
        }
        return false;
    }

    private static int digit(int c) throws ExchangeFailure {
        if (c < '0' || c > '9') {
            throw bad("a number that is not made of digits");
        }
        return c - '0';
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isToken(byte c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    private static ExchangeFailure bad(String detail) {
        return ExchangeFailure.badResponse(detail);
    }
}
