package dev.relevo.upstream;

/** Passes over the header of a gzip member, byte by byte (RFC 1952, 2.3). */
final class GzipHeader {
    private static final int FHCRC = 2;
    private static final int FEXTRA = 4;
    private static final int FNAME = 8;
    private static final int FCOMMENT = 16;
    private static final int RESERVED = 0xe0;

    private enum Part {
        FIXED,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        CHECKSUM,
        COMPLETE
    }

    private Part part = Part.FIXED;
    private int passed;
    private int flags;
    private int extra;

    boolean complete() {
        return part == Part.COMPLETE;
    }

    void step(byte octet) throws ExchangeFailure {
        int index = passed++;
        switch (part) {
            case FIXED -> fixed(index, octet & 0xff);
            case EXTRA_LENGTH -> {
                extra |= (octet & 0xff) << (8 * index);
                if (passed == 2) {
                    enter(extra == 0 ? Part.NAME : Part.EXTRA);
                }
            }
            case EXTRA -> {
                if (passed == extra) {
                    enter(Part.NAME);
                }
            }
            case NAME -> {
                if (octet == 0) {
                    enter(Part.COMMENT);
                }
            }
            case COMMENT -> {
                if (octet == 0) {
                    enter(Part.CHECKSUM);
                }
            }
            case CHECKSUM -> {
                if (passed == 2) {
                    enter(Part.COMPLETE);
                }
            }
            case COMPLETE -> throw new IllegalStateException("the header is complete");
        }
    }

    private void fixed(int index, int octet) throws ExchangeFailure {
        boolean wrong = switch (index) {
            case 0 -> octet != 0x1f;
            case 1 -> octet != 0x8b;
            case 2 -> octet != 8;
            case 3 -> (octet & RESERVED) != 0;
            default -> false;
        };
        if (wrong) {
            throw ExchangeFailure.badResponse("a body that is not gzip, though it is said to be");
        }
        if (index == 3) {
            flags = octet;
        }
        if (passed == 10) {
            enter(Part.EXTRA_LENGTH);
        }
    }

    /** Enters that part, or the first after it that the flags announce. */
    private void enter(Part next) {
        passed = 0;
        part = next;
        switch (next) {
            case EXTRA_LENGTH -> skipUnless(FEXTRA, Part.NAME);
            case NAME -> skipUnless(FNAME, Part.COMMENT);
            case COMMENT -> skipUnless(FCOMMENT, Part.CHECKSUM);
            case CHECKSUM -> skipUnless(FHCRC, Part.COMPLETE);
            case FIXED, EXTRA, COMPLETE -> {}
        }
    }

    private void skipUnless(int flag, Part next) {
        if ((flags & flag) == 0) {
            enter(next);
        }
    }
}
