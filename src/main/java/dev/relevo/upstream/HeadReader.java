package dev.relevo.upstream;

/** Reads from a connection up to the end of the final head. */
final class HeadReader {
    private static final int MAX_HEAD = 64 * 1024;
    private static final int MAX_INTERIM = 8;

    private HeadReader() {}

    /** The final head; its first byte is there already. */
    static Head read(Link link, Connection connection) throws ExchangeFailure {
        for (int interim = 0; interim <= MAX_INTERIM; interim++) {
            Head head = next(link, connection);
            if (!head.interim()) {
                return head;
            }
        }
        throw ExchangeFailure.badResponse("more than " + MAX_INTERIM + " interim answers");
    }

    private static Head next(Link link, Connection connection) throws ExchangeFailure {
        int scanned = 0;
        while (true) {
            int end = end(connection, scanned);
            if (end > 0) {
                Head head = HeadParser.parse(connection.buffer(), connection.from(), end);
                connection.consumeTo(end);
                return head;
            }
            scanned = connection.received();
            if (scanned >= MAX_HEAD) {
                throw ExchangeFailure.badResponse("a head of more than 64 KiB");
            }
            if (!link.fill(connection)) {
                throw ExchangeFailure.of(ExchangeFailure.Kind.TRUNCATED, "the connection ended inside the head");
            }
        }
    }

    /** The offset past the empty line, or -1 if it has not come; the first {@code scanned} bytes have been looked at. */
    private static int end(Connection connection, int scanned) throws ExchangeFailure {
        byte[] b = connection.buffer();
        int from = connection.from();
        for (int i = from + scanned; i < connection.to(); i++) {
            if (b[i] == '\n') {
                if (i == from || b[i - 1] != '\r') {
                    throw ExchangeFailure.badResponse("a line of the head that does not end in CRLF");
                }
                if (i - 3 >= from && b[i - 2] == '\n') {
                    return i + 1;
                }
            }
        }
        return -1;
    }
}
