package dev.relevo.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Documents kept as readable lines in {@code src/test/resources/wire}; the files say how. */
final class Corpus {
    /**
     * One line of a corpus.
     *
     * @param fault the index of the first byte that may not stand there, or -1
     */
    record Document(String line, byte[] bytes, int fault) {
        @Override
        public String toString() {
            return line;
        }
    }

    private static final Pattern RAW_BYTES_OR_MARK = Pattern.compile("<((?:[0-9A-F]{2} ?)+)>|▲");

    private Corpus() {}

    static List<Document> malformed() {
        return read("malformed.txt");
    }

    static List<Document> wellformed() {
        return read("wellformed.txt");
    }

    private static List<Document> read(String file) {
        try (InputStream in = Objects.requireNonNull(Corpus.class.getResourceAsStream("/wire/" + file))) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> line.contains("  ## "))
                    .map(Corpus::document)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Document document(String line) {
        String text = line.substring(0, line.indexOf("  ## "));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher special = RAW_BYTES_OR_MARK.matcher(text);
        int plainFrom = 0;
        int fault = -1;
        while (special.find()) {
            bytes.writeBytes(text.substring(plainFrom, special.start()).getBytes(UTF_8));
            plainFrom = special.end();
            if (special.group(1) == null) {
                fault = bytes.size();
            } else {
                bytes.writeBytes(HexFormat.ofDelimiter(" ").parseHex(special.group(1)));
            }
        }
        bytes.writeBytes(text.substring(plainFrom).getBytes(UTF_8));
        return new Document(line, bytes.toByteArray(), fault);
    }
}
