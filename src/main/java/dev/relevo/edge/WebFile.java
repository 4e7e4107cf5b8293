package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * A file as browsers get it.
 *
 * @param mediaType with its charset, where it is text
 * @param gzipped the same content, compressed
 */
record WebFile(String mediaType, byte[] content, byte[] gzipped) {
    /** @param name whose ending tells the media type */
    static WebFile of(String name, byte[] content) {
        return new WebFile(mediaType(name), content, gzipped(content));
    }

    /** With one text of it replaced by another. */
    WebFile replaced(String from, String to) {
        byte[] changed = new String(content, UTF_8).replace(from, to).getBytes(UTF_8);
        return new WebFile(mediaType, changed, gzipped(changed));
    }

    private static String mediaType(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException("no media type is known of " + name);
        };
    }

    private static byte[] gzipped(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length / 2);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
