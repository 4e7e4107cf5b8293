package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.RawAnswer;
import dev.relevo.RawClient;
import dev.relevo.StartedRelevo;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagesTest {
    private static final Path WEB = Path.of("src/main/resources/web");
    private static final String BROWSER = "Accept: text/html,application/xhtml+xml,*/*;q=0.8";

    @Test
    void everyFileOfThePagesIsServed() throws IOException {
        Set<String> served = new TreeSet<>(WebFiles.OWN);
        served.addAll(WebFiles.PAGES);
        try (Stream<Path> files = Files.walk(WEB)) {
            Set<String> there = files.filter(Files::isRegularFile)
                    .map(file -> WEB.relativize(file).toString())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(there, served);
        }
    }

    @Test
    void bothLanguagesSayTheSameThings() throws IOException {
        Set<String> english = textNames("en.js");
        assertEquals(english, textNames("es.js"));
        assertFalse(english.isEmpty());
    }

    @Test
    void aBrowserGetsThePageAndEverythingElseNothing() throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            RawAnswer page = client.get("/", BROWSER).answer();
            assertEquals(200, page.status());
            assertEquals("text/html; charset=utf-8", page.header("content-type"));
            assertEquals("no-cache", page.header("cache-control"));
            assertEquals("nosniff", page.header("x-content-type-options"));
            assertTrue(page.header("content-security-policy").contains("script-src 'self';"));
            assertTrue(page.text().contains("web/" + WebFiles.all().digest() + "/chat.js"));

            assertEquals(404, ended(client.get("/", "Accept: application/json")));
            assertEquals(404, ended(client.get("/")));
            assertEquals(
                    304,
                    client.get("/", BROWSER, "If-None-Match: " + page.header("etag"))
                            .answer()
                            .status());
            assertEquals(200, ended(client.get("/status", "If-None-Match: W/\"other\"")));
        }
    }

    @Test
    void whatAPageRefersToMayBeKeptForEverUnderItsDigest() throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            String place = "/web/" + WebFiles.all().digest() + "/lib/highlight.js";
            RawAnswer plain = client.get(place).answer();
            byte[] content = plain.body();
            assertEquals("public, max-age=31536000, immutable", plain.header("cache-control"));
            assertEquals("text/javascript; charset=utf-8", plain.header("content-type"));

            RawAnswer gzipped = client.get(place, "Accept-Encoding: br, gzip").answer();
            assertEquals("gzip", gzipped.header("content-encoding"));
            assertEquals(new String(content, UTF_8), unzipped(gzipped.body()));

            assertEquals(404, ended(client.get("/web/0123456789abcdef/chat.js")));
            assertEquals(404, ended(client.get("/web/" + WebFiles.all().digest() + "/../../chat.html")));
        }
    }

    @ParameterizedTest
    @CsvSource({"gzip, true", "'gzip;q=0', false", "'gzip;q=0.5, br', true", "identity, false", "'x-gzip', false"})
    void filesAreCompressedForWhoeverWantsThat(String accepted, boolean compressed) throws Exception {
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            RawAnswer answer =
                    client.get("/status", "Accept-Encoding: " + accepted).answer();
            assertEquals(compressed ? "gzip" : null, answer.header("content-encoding"));
            assertEquals("Accept, Accept-Encoding", answer.header("vary"));
        }
    }

    @Test
    void pagesNeedNoKeyAndStrangersPagesStayOutside() throws Exception {
        try (StartedRelevo relevo = StartedRelevo.of("server: {api-keys: [sk-client]}\nmodels: {auto: [groq]}\n");
                RawClient client = RawClient.connect(relevo.port())) {
            assertEquals(200, ended(client.get("/", BROWSER)));
            assertEquals(200, ended(client.get("/status")));
            assertEquals(200, ended(client.get("/web/" + WebFiles.all().digest() + "/chat.js")));
        }
        try (StartedRelevo relevo = StartedRelevo.of("server: {api-keys: [sk-client]}\nmodels: {auto: [groq]}\n");
                RawClient client = RawClient.connect(relevo.port())) {
            assertEquals(401, ended(client.get("/", "Accept: application/json")));
        }
        try (Served served = Served.by(Served.ECHO);
                RawClient client = served.client()) {
            RawAnswer foreign =
                    client.get("/status", "Origin: https://page.example").answer();
            assertEquals(403, foreign.status());
            assertNull(foreign.header("access-control-allow-origin"));
        }
    }

    private static int ended(RawClient client) throws IOException {
        RawAnswer answer = client.answer();
        answer.body();
        return answer.status();
    }

    private static String unzipped(byte[] bytes) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static Set<String> textNames(String file) throws IOException {
        List<String> names = Pattern.compile("(?m)^ {4}(\\w+):")
                .matcher(Files.readString(WEB.resolve(file)))
                .results()
                .map(MatchResult::group)
                .toList();
        assertEquals(names.size(), Set.copyOf(names).size(), "a text is there twice in " + file);
        return new TreeSet<>(names);
    }
}
