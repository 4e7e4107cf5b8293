package dev.relevo.upstream;

import dev.relevo.upstream.ExchangeFailure.Kind;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A compressed body, decompressed (RFC 9110, 8.4.1): some providers compress though identity was asked. Bounded, since a
 * few bytes can stand for gigabytes.
 */
final class DecodedBody implements Body {
    private static final long MAX_TOTAL = 32 << 20;
    private static final long MAX_RATIO = 100;
    /** Below this the ratio does not matter. */
    private static final long SMALL = 1 << 20;

    private static final int PIECE = 16 * 1024;

    private enum State {
        START,
        GZIP_HEADER,
        DEFLATED,
        GZIP_TRAILER,
        END
    }

    private final FramedBody framed;
    private final boolean gzip;
    private final GzipHeader header = new GzipHeader();
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[PIECE];
    private Inflater inflater = new Inflater(true);
    private State state = State.START;
    private int at;
    private int end;
    private int to;
    private long received;
    private long total;
    private long trailer;
    private int trailerBytes;

    private DecodedBody(FramedBody framed, boolean gzip) {
        this.framed = framed;
        this.gzip = gzip;
    }

    static DecodedBody of(String coding, FramedBody framed) throws ExchangeFailure {
        return switch (coding) {
            case "gzip", "x-gzip" -> new DecodedBody(framed, true);
            case "deflate" -> new DecodedBody(framed, false);
            default -> throw ExchangeFailure.badResponse("a content coding that was not asked for");
        };
    }

    @Override
    public boolean read() throws ExchangeFailure {
        to = 0;
        while (to == 0) {
            if (at == end && state != State.DEFLATED && !receive()) {
                return false;
            }
            switch (state) {
                case START -> start(framed.buffer()[at]);
                case GZIP_HEADER -> header(framed.buffer()[at++]);
                case DEFLATED -> inflate();
                case GZIP_TRAILER -> trailer(framed.buffer()[at++]);
                case END -> throw ExchangeFailure.badResponse("bytes after the end of the compressed body");
            }
        }
        return true;
    }

    /** False at the end of a body that is complete, or empty. */
    private boolean receive() throws ExchangeFailure {
        if (!framed.read()) {
            if (state != State.START && state != State.END) {
                throw ExchangeFailure.of(Kind.TRUNCATED, "the compressed body ends too early");
            }
            return false;
        }
        at = framed.from();
        end = framed.to();
        received += end - at;
        return true;
    }

    private void start(byte first) {
        state = gzip ? State.GZIP_HEADER : State.DEFLATED;
        // "deflate" means the zlib format, but some send it bare; only the former begins like this (RFC 1950, 2.2).
        if (!gzip && (first & 0x8f) == 0x08) {
            inflater.end();
            inflater = new Inflater(false);
        }
    }

    private void header(byte octet) throws ExchangeFailure {
        header.step(octet);
        if (header.complete()) {
            state = State.DEFLATED;
        }
    }

    private void inflate() throws ExchangeFailure {
        try {
            to = inflater.inflate(buffer);
        } catch (DataFormatException e) {
            throw ExchangeFailure.badResponse("a broken compressed body");
        }
        count(to);
        if (inflater.finished()) {
            at = end - inflater.getRemaining();
            state = gzip ? State.GZIP_TRAILER : State.END;
        } else if (to == 0) {
            supply();
        }
    }

    private void supply() throws ExchangeFailure {
        if (inflater.needsDictionary()) {
            throw ExchangeFailure.badResponse("a compressed body that needs a dictionary");
        }
        if (at < end || receive()) {
            inflater.setInput(framed.buffer(), at, end - at);
            at = end;
        }
    }

    private void count(int more) throws ExchangeFailure {
        checksum.update(buffer, 0, more);
        total += more;
        if (total > MAX_TOTAL || (total > SMALL && total > received * MAX_RATIO)) {
            throw ExchangeFailure.badResponse("a compressed body that decodes to too much");
        }
    }

    /** Checksum and length, each four bytes, the lowest first. */
    private void trailer(byte octet) throws ExchangeFailure {
        trailer |= (octet & 0xffL) << (8 * trailerBytes);
        if (++trailerBytes == 8) {
            if (trailer != (checksum.getValue() | total << 32)) {
                throw ExchangeFailure.badResponse("a compressed body with a wrong checksum");
            }
            state = State.END;
        }
    }

    @Override
    public byte[] buffer() {
        return buffer;
    }

    @Override
    public int from() {
        return 0;
    }

    @Override
    public int to() {
        return to;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
