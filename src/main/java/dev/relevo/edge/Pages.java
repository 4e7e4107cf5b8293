package dev.relevo.edge;

import dev.relevo.relay.ClientGone;
import dev.relevo.relay.Reply;
import dev.relevo.wire.Headers;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The pages for people. They carry no data, so nobody needs a key to load them: what they show they ask of the API, with
 * the key that a person gave them.
 */
final class Pages {
    /** No script but our files, nothing from elsewhere, and no markup made of text but what DOMPurify lets through. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types dompurify";

    private static final Pattern GZIP =
            Pattern.compile("(?:^|[,\\s])gzip\\s*(?:,|$|;(?!\\s*q=0(?:\\.0*)?\\s*(?:,|$)))");

    private Pages() {}

    /** Whether that is a page, as a browser asks for it, or a part of one. */
    static boolean isPublic(String path, io.helidon.http.Headers head) {
        Endpoint endpoint = Endpoint.at(path);
        return endpoint == Endpoint.STATUS_PAGE
                || endpoint == Endpoint.WEB_FILE
                || (endpoint == Endpoint.CHAT_PAGE && wantsPage(head));
    }

    /** Whether whoever asks can show a page. */
    static boolean wantsPage(io.helidon.http.Headers head) {
        return values(head, HeaderNames.ACCEPT).contains("text/html");
    }

    /** Answers with a page, or that it has not changed. */
    static void page(String name, io.helidon.http.Headers head, Reply reply) throws ClientGone {
        WebFiles all = WebFiles.all();
        String tag = "W/\"" + all.digest() + '"';
        Headers headers = new Headers().add("ETag", tag).add("Cache-Control", "no-cache");
        if (values(head, HeaderNames.IF_NONE_MATCH).contains(tag.toLowerCase(Locale.ROOT))) {
            reply.answer(304, headers, Chunks.NONE);
            return;
        }
        headers.add("Content-Security-Policy", POLICY)
                .add("X-Frame-Options", "DENY")
                .add("Cross-Origin-Opener-Policy", "same-origin");
        answer(all.page(name), headers, head, reply);
    }

    /** Answers with what a page refers to; it never changes, since its digest is in its path. */
    static void file(String method, String path, io.helidon.http.Headers head, Reply reply) throws Refusal, ClientGone {
        WebFile file = WebFiles.all().below(Endpoint.file(path));
        if (file == null) {
            throw Refusal.noSuchPath(method, path);
        }
        answer(file, new Headers().add("Cache-Control", "public, max-age=31536000, immutable"), head, reply);
    }

    private static void answer(WebFile file, Headers headers, io.helidon.http.Headers head, Reply reply)
            throws ClientGone {
        boolean gzip = GZIP.matcher(values(head, HeaderNames.ACCEPT_ENCODING)).find();
        if (gzip) {
            headers.add("Content-Encoding", "gzip");
        }
        headers.add("Content-Type", file.mediaType())
                .add("Vary", "Accept, Accept-Encoding")
                .add("X-Content-Type-Options", "nosniff")
                .add("Referrer-Policy", "no-referrer");
        reply.answer(200, headers, gzip ? file.gzipped() : file.content());
    }

    private static String values(io.helidon.http.Headers head, HeaderName name) {
        return head.contains(name)
                ? String.join(",", head.get(name).allValues()).toLowerCase(Locale.ROOT)
                : "";
    }
}
