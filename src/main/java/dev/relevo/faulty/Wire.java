package dev.relevo.faulty;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An answer as the bytes that go out.
 *
 * @param headFrom where the final head starts, after any 1xx
 * @param bodyFrom where the head ends
 * @param pieces where each piece's content lies and where its framing ends
 */
record Wire(byte[] bytes, int headFrom, int bodyFrom, List<Piece> pieces) {
    record Piece(int from, int to, int end) {}

    static Wire of(byte[] interim, String head, List<byte[]> contents, Framing framing) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(interim);
        out.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        int bodyFrom = out.size();
        List<Piece> pieces = contents.stream()
                .map(content -> write(out, content, framing == Framing.CHUNKED))
                .toList();
        if (framing == Framing.CHUNKED) {
            out.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        return new Wire(out.toByteArray(), interim.length, bodyFrom, pieces);
    }

    private static Piece write(ByteArrayOutputStream out, byte[] content, boolean chunked) {
        if (chunked) {
            out.writeBytes((Integer.toHexString(content.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
        int from = out.size();
        out.writeBytes(content);
        int to = out.size();
        if (chunked) {
            out.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        return new Piece(from, to, out.size());
    }

    /** How many bytes of the wire precede the point. */
    int offset(Point point) {
        return switch (point) {
            case Point.BeforeHead() -> 0;
            case Point.AfterHead() -> bodyFrom;
            case Point.AfterBody(int count) -> afterBody(count);
            case Point.AfterPieces(int count) ->
                count == 0 ? bodyFrom : pieces.get(count - 1).end();
            case Point.AfterWire(int count) -> within(count);
            case Point.AtEnd() -> bytes.length;
        };
    }

    private int afterBody(int count) {
        if (count == 0) {
            return bodyFrom;
        }
        int left = count;
        for (Piece piece : pieces) {
            int length = piece.to() - piece.from();
            if (left <= length) {
                return piece.from() + left;
            }
            left -= length;
        }
        throw new IllegalArgumentException("the body has fewer than " + count + " bytes");
    }

    private int within(int count) {
        if (count > bytes.length) {
            throw new IllegalArgumentException("the answer has fewer than " + count + " bytes");
        }
        return count;
    }
}
