package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The pages and what they are made of, under one digest of it all. Read when a browser first asks, not at every start. */
final class WebFiles {
    /** Of {@code web/} on the class path. */
    static final List<String> OWN = List.of(
            "api.js",
            "base.css",
            "chat.css",
            "chat.js",
            "chat/answer-text.js",
            "chat/answer.css",
            "chat/clipboard.js",
            "chat/composer.css",
            "chat/composer.js",
            "chat/conversations.js",
            "chat/dialog.js",
            "chat/facts.js",
            "chat/failure.js",
            "chat/images.js",
            "chat/markdown.css",
            "chat/markdown.js",
            "chat/messages.js",
            "chat/models.js",
            "chat/reply.js",
            "chat/session.js",
            "chat/sidebar.css",
            "chat/sidebar.js",
            "chat/thread.js",
            "chat/transfer.js",
            "dom.js",
            "en.js",
            "es.js",
            "icon.svg",
            "key.js",
            "status.css",
            "status-request.css",
            "status-target.css",
            "status.js",
            "status/explain.js",
            "status/feed.js",
            "status/limits.js",
            "status/patch.js",
            "status/pools.js",
            "status/requests.js",
            "status/sparkline.js",
            "status/state.js",
            "status/targets.js",
            "status/totals.js",
            "status/why.js",
            "status/words.js",
            "texts.js");

    static final List<String> PAGES = List.of("chat.html", "status.html");

    private static final String WEBJARS = "/META-INF/resources/webjars/";

    /** Of WebJars: the names by which the pages import them, and where they lie, with the version that pom.xml names. */
    private static final Map<String, String> LIBRARIES = Map.of(
            "lib/marked.js", "marked/16.2.1/lib/marked.esm.js",
            "lib/purify.js", "dompurify/3.2.6/dist/purify.es.mjs",
            "lib/highlight.js", "highlightjs/11.11.1/highlight.min.js");

    /** Stands in the pages for the folder of what they refer to. */
    private static final String FOLDER = "{web}";

    private static final int DIGEST_BYTES = 8;

    private final Map<String, WebFile> files = new TreeMap<>();
    private final String digest;

    private WebFiles() {
        OWN.forEach(name -> files.put(name, WebFile.of(name, read("/web/" + name))));
        PAGES.forEach(name -> files.put(name, WebFile.of(name, read("/web/" + name))));
        LIBRARIES.forEach((name, place) -> files.put(name, WebFile.of(name, read(WEBJARS + place))));
        digest = digest(files);
        PAGES.forEach(name -> files.computeIfPresent(name, (_, page) -> page.replaced(FOLDER, "web/" + digest)));
    }

    /** Loaded with its first use. */
    private static final class Loaded {
        static final WebFiles ALL = new WebFiles();
    }

    static WebFiles all() {
        return Loaded.ALL;
    }

    /** Of everything there is. */
    String digest() {
        return digest;
    }

    /** One of {@link #PAGES}. */
    WebFile page(String name) {
        return Objects.requireNonNull(files.get(name), name);
    }

    /**
     * What a page refers to.
     *
     * @param path {@code <digest>/<name>}, of the present digest alone; null where nothing is there
     */
    @Nullable
    WebFile below(String path) {
        String folder = digest + '/';
        String name = path.startsWith(folder) ? path.substring(folder.length()) : "";
        return PAGES.contains(name) ? null : files.get(name);
    }

    private static byte[] read(String resource) {
        try (InputStream file = WebFiles.class.getResourceAsStream(resource)) {
            return Objects.requireNonNull(file, resource + " was not packed").readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(Map<String, WebFile> files) {
        MessageDigest sha = sha256();
        files.forEach((name, file) -> {
            sha.update(name.getBytes(UTF_8));
            sha.update(file.content());
        });
        return HexFormat.of().formatHex(sha.digest(), 0, DIGEST_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
