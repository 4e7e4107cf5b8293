package dev.relevo.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Changes inputs of one target: by bytes, by the words that occur in its seeds, and by numbers that break things. */
final class Mutator {
    private static final Pattern WORD = Pattern.compile("[A-Za-z_-]+|[0-9.]+|\r\n|[^A-Za-z0-9\r\n]{1,4}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final byte[] ODD = "\r\n\t \0\"\\{}[]:;,'*&#%/-+.0\u007f\u0080\u00c0\u00ff".getBytes(ISO_8859_1);
    private static final List<String> NUMBERS = List.of(
            "0",
            "00",
            "-1",
            "1e999",
            "1e-999",
            "2147483647",
            "2147483648",
            "4294967296",
            "9223372036854775808",
            "99999999999999999999",
            "ffffffff",
            "7fffffffffffffff",
            "0.5");
    private static final int LONGEST = 20_000;

    private final List<byte[]> seeds;
    private final List<byte[]> words;
    private final Random random;

    Mutator(List<byte[]> seeds, Random random) {
        this.seeds = seeds;
        this.random = random;
        this.words = new ArrayList<>(List.of(new byte[0]));
        for (byte[] seed : seeds) {
            WORD.matcher(new String(seed, ISO_8859_1))
                    .results()
                    .map(word -> word.group().getBytes(ISO_8859_1))
                    .forEach(words::add);
        }
    }

    /** One of the seeds, changed at one to four places. */
    byte[] next() {
        byte[] input = any(seeds);
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            input = changed(input);
        }
        return input.length <= LONGEST ? input : Arrays.copyOf(input, LONGEST);
    }

    private byte[] changed(byte[] input) {
        int from = random.nextInt(input.length + 1);
        int to = Math.min(input.length, from + 1 + random.nextInt(1 << random.nextInt(8)));
        return switch (random.nextInt(11)) {
            case 0 -> with(input, from, Math.min(input.length, from + 1), new byte[] {(byte) random.nextInt(256)});
            case 1 -> with(input, from, Math.min(input.length, from + 1), new byte[] {oddByte()});
            case 2 -> with(input, from, from, new byte[] {oddByte()});
            case 3 -> flipped(input);
            case 4 -> with(input, from, to, new byte[0]);
            case 5 -> with(input, from, from, Arrays.copyOfRange(input, from, to));
            case 6 -> with(input, from, from, any(words));
            case 7 -> withOtherWord(input);
            case 8 -> withOtherNumber(input);
            case 9 -> with(input, from, input.length, tail(any(seeds)));
            default -> with(input, from, from, repeated(Arrays.copyOfRange(input, from, to)));
        };
    }

    private byte oddByte() {
        return ODD[random.nextInt(ODD.length)];
    }

    private byte[] flipped(byte[] input) {
        byte[] flipped = input.clone();
        if (flipped.length > 0) {
            flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return flipped;
    }

    private byte[] withOtherWord(byte[] input) {
        return replaced(input, WORD, any(words));
    }

    private byte[] withOtherNumber(byte[] input) {
        return replaced(input, NUMBER, any(NUMBERS).getBytes(ISO_8859_1));
    }

    private byte[] replaced(byte[] input, Pattern what, byte[] with) {
        List<MatchResult> places =
                what.matcher(new String(input, ISO_8859_1)).results().toList();
        if (places.isEmpty()) {
            return with(input, 0, 0, with);
        }
        MatchResult place = any(places);
        return with(input, place.start(), place.end(), with);
    }

    private byte[] tail(byte[] seed) {
        return Arrays.copyOfRange(seed, random.nextInt(seed.length + 1), seed.length);
    }

    private byte[] repeated(byte[] bytes) {
        ByteArrayOutputStream repeated = new ByteArrayOutputStream();
        for (int times = random.nextInt(1 << random.nextInt(10)); times > 0 && repeated.size() < LONGEST; times--) {
            repeated.writeBytes(bytes);
        }
        return repeated.toByteArray();
    }

    private static byte[] with(byte[] input, int from, int to, byte[] with) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(input.length + with.length);
        out.write(input, 0, from);
        out.writeBytes(with);
        out.write(input, to, input.length - to);
        return out.toByteArray();
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
