package dev.relevo.wire;

import java.util.Arrays;
import java.util.List;

/** Event streams in every framing that upstreams were seen to use, and a few more. */
final class OddStreams {
    /** Limits that the table's too long lines and events go by. */
    static final int MAX_LINE = 64;

    static final int MAX_EVENT = 63;

    /** What stands for a comment among what is found, and for a limit passed. */
    static final String COMMENT = ":";

    static final String OVERFLOW = "overflow";

    /** A stream and what is found in it: each event's data, and a colon for each comment. */
    record Stream(String oddity, String bytes, List<String> found) {
        @Override
        public String toString() {
            return oddity;
        }
    }

    private OddStreams() {}

    static List<Stream> all() {
        return List.of(
                stream("the plain form", "data: {\"a\":1}\n\ndata: [DONE]\n\n", "{\"a\":1}", "[DONE]"),
                stream("CRLF", "data: 1\r\n\r\ndata: 2\r\n\r\n", "1", "2"),
                stream("lone CR", "data: 1\r\rdata: 2\r\r", "1", "2"),
                stream("mixed line ends", "data: 1\r\n\ndata: 2\n\rdata: 3\r\r\ndata: 4\n\r\n", "1", "2", "3", "4"),
                stream("a byte order mark", "\ufeffdata: 1\n\n", "1"),
                stream("a byte order mark before a comment", "\ufeff: hi\n\ndata: 1\n\n", COMMENT, "1"),
                stream("a byte order mark only at the start", "data: 1\n\n\ufeffdata: 2\n\n", "1"),
                stream("a byte order mark inside data", "data: \ufeff\n\n", "\ufeff"),
                stream("no space", "data:1\n\ndata:[DONE]\n\n", "1", "[DONE]"),
                stream("two spaces, of which one counts", "data:  1\n\n", " 1"),
                stream("a tab, which is no space", "data:\t1\n\n", "\t1"),
                stream("a comment before", ": OPENROUTER PROCESSING\n\ndata: 1\n\n", COMMENT, "1"),
                stream("a comment inside an event", "data: 1\n: keep-alive\n\n", COMMENT, "1"),
                stream("a comment between data lines", "data: [1,\n:\ndata: 2]\n\n", COMMENT, "[1, 2]"),
                stream("an empty comment", ":\n", COMMENT),
                stream("other fields", "id: 7\nevent: chunk\nretry: 10\ndata: 1\nfoo: 2\n\n", "1"),
                stream("other fields alone", "id: 7\n\nevent: ping\n\nretry: 10\n\n"),
                stream("a field without a colon", "data\n\nid\n\ndata: 1\n\n", "1"),
                stream("names that only resemble data", "dataset: 1\nDATA: 2\n data: 3\ndata : 4\ndat: 5\n\n"),
                stream("empty data", "data:\n\ndata: \n\ndata: 1\n\ndata:\n\n", "1"),
                stream("blank data", "data:   \n\ndata: \t\n\ndata: 1\n\n", "1"),
                stream("empty lines of data", "data:\ndata: 1\ndata:\ndata: 2\ndata\n\n", "1 2"),
                stream("extra blank lines", "\n\n\r\n\rdata: 1\n\n\n\n\n\ndata: 2\n\n\n", "1", "2"),
                stream("several data lines", "data: {\ndata: \"a\":\ndata:1}\n\n", "{ \"a\": 1}"),
                stream("several data lines and CRLF", "data: {\r\ndata: }\r\n\r\n", "{ }"),
                stream("a missing blank line at the end", "data: 1\n\ndata: 2\n", "1", "2"),
                stream("a missing line end at the end", "data: 1\n\ndata: 2", "1", "2"),
                stream("a missing line end after two lines", "data: [\ndata: ]", "[ ]"),
                stream("a comment without line end", "data: 1\n\n: bye", "1", COMMENT),
                stream("a cut field name", "data: 1\n\ndat", "1"),
                stream("CR at the end", "data: 1\n\ndata: 2\r", "1", "2"),
                stream("a byte order mark and nothing else", "\ufeff"),
                stream("half an event", "data: {\"a", "{\"a"),
                stream("characters of many bytes", "data: \u00e9\u20ac\ud83d\ude00\n\n", "\u00e9\u20ac\ud83d\ude00"),
                stream(
                        "line breaks of Unicode, which end nothing",
                        "data: a\u2028b\u0085c\u000bd\n\n",
                        "a\u2028b\u0085c\u000bd"),
                stream(
                        "an error that is named as an event",
                        "event: error\ndata: {\"error\":{}}\n\n",
                        "{\"error\":{}}"),
                stream("nothing", ""),
                stream("an object without a frame", "{\"error\":\"x\"}\n\n"),
                stream("a line as long as allowed", "data: " + "x".repeat(58) + "\n\n", "x".repeat(58)),
                stream("a line too long", "data: 1\n\ndata: " + "x".repeat(59) + "\n\ndata: 2\n\n", "1", OVERFLOW),
                stream("a line too long and endless", "data: 1\n\ndata: " + "x".repeat(59), "1", OVERFLOW),
                stream("a comment too long", ":" + "x".repeat(64) + "\n\n", OVERFLOW),
                stream(
                        "an event as long as allowed",
                        ("data: " + "x".repeat(31) + "\n").repeat(2),
                        "x".repeat(31) + " " + "x".repeat(31)),
                stream(
                        "an event too long",
                        "data: 1\n\n" + ("data: " + "x".repeat(32) + "\n").repeat(2) + "\n",
                        "1",
                        OVERFLOW),
                stream(
                        "an event too long in its last line",
                        ("data: " + "x".repeat(32) + "\n").repeat(2).strip(),
                        OVERFLOW),
                stream("many comments in an event", "data: 1\n" + ": ping\n".repeat(20) + "\n", commentsThen(20, "1")),
                stream("many other fields in an event", "data: 1\n" + "id: 1\n".repeat(20) + "\n", "1"));
    }

    private static String[] commentsThen(int comments, String data) {
        String[] found = new String[comments + 1];
        Arrays.fill(found, COMMENT);
        found[comments] = data;
        return found;
    }

    private static Stream stream(String oddity, String bytes, String... found) {
        return new Stream(oddity, bytes, List.of(found));
    }
}
