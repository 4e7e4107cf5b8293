package dev.relevo.wire;

/** Strict UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF (RFC 3629, Unicode table 3-7). */
final class Utf8 {
    private Utf8() {}

    /**
     * Passes over the non-ASCII character that begins at {@code at}.
     *
     * @return the index just past it
     * @throws MalformedJson if it is ill-formed or runs over {@code to}
     */
    static int past(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xff;
        int end = at + length(lead, at);
        int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        for (int next = at + 1; next < end; next++) {
            if (next == to) {
                throw new MalformedJson("the text ends inside a character", to);
            }
            int trail = bytes[next] & 0xff;
            if (trail < low || trail > high) {
                throw new MalformedJson("this is not UTF-8", next);
            }
            low = 0x80;
            high = 0xbf;
        }
        return end;
    }

    private static int length(int lead, int at) {
        if (lead < 0xc2 || lead > 0xf4) {
            throw new MalformedJson("this is not UTF-8", at);
        }
        return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    }
}
