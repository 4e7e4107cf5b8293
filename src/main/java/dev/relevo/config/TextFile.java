package dev.relevo.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Text files that people write: UTF-8, at most 1 MiB, a byte order mark passed over. */
public final class TextFile {
    private static final int MAX_SIZE = 1 << 20;

    private TextFile() {}

    /**
     * The file's text.
     *
     * @throws NoSuchFileException if there is none
     * @throws IOException if it cannot be had; the message says what is wrong and what is expected
     */
    public static String read(Path file) throws IOException {
        byte[] bytes = bytes(file);
        if (bytes.length > MAX_SIZE) {
            throw new IOException("larger than 1 MiB, expected a smaller file");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IOException("not UTF-8, expected a text file in it", e);
        }
    }

    private static byte[] bytes(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_SIZE + 1);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException("cannot be read, expected a file that may be read", e);
        }
    }
}
