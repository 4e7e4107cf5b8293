package dev.relevo.siege;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.relevo.faulty.Received;
import dev.relevo.siege.Visitor.Ended;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Requests that are to be refused, each on a connection of its own, before any provider hears of them. */
final class RefusalModes {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Fort.Plan PLAN = Fort.Plan.quiet("drain-grace: 1s, max-body: 64KiB");
    private static final Fort.Plan KEYS = Fort.Plan.quiet(
            "drain-grace: 1s, api-keys: [{name: one, key: key-of-one-client}, {name: two, key: key-of-another}]");

    static final List<Mode> ALL = List.of(
            new Mode(
                            "malformed",
                            "broken framing, a body unread, another request",
                            "400 and closed; what follows is not read",
                            ground -> refused(ground, PLAN, 400, true, Requests.MALFORMED))
                    .waiting(),
            new Mode(
                            "no-json",
                            "empty, cut, nested, doubled, not UTF-8, no model",
                            "400 that says why",
                            ground -> refused(ground, PLAN, 400, false, Requests.NO_JSON))
                    .waiting(),
            new Mode(
                            "body-too-large",
                            "by Content-Length, by chunks",
                            "413 and closed",
                            ground -> refused(ground, PLAN, 413, true, Requests.TOO_LARGE))
                    .waiting(),
            new Mode(
                            "gzip-bomb",
                            "30 MB of blanks in 29 kB",
                            "413",
                            ground -> refused(ground, PLAN, 413, false, Requests.BOMBS))
                    .waiting(),
            new Mode(
                            "unknown-coding",
                            "bodies in codings that are not taken",
                            "415",
                            ground -> refused(ground, PLAN, 415, true, Requests.CODED))
                    .waiting(),
            new Mode(
                            "foreign-page",
                            "Origin or Host of somebody else",
                            "403 and closed, before the body is read",
                            ground -> refused(ground, PLAN, 403, true, Requests.FOREIGN))
                    .waiting(),
            new Mode(
                            "wrong-key",
                            "no key, a wrong one, half of one",
                            "the same 401 for all, before the body is read",
                            RefusalModes::wrongKeys)
                    .waiting(),
            new Mode("odd-but-right", "curl -d, form, gzip, BOM-free UTF-8, surrogates", "200", RefusalModes::served)
                    .waiting(),
            new Mode(
                            "header-injection",
                            "headers for the provider, and breaks in values",
                            "none gets there; none comes back",
                            RefusalModes::injected)
                    .waiting());

    private RefusalModes() {}

    private static Seen refused(Ground ground, Fort.Plan plan, int status, boolean closed, List<byte[]> requests)
            throws IOException, InterruptedException {
        Fort fort = ground.fort(plan);
        int calls = fort.provider().calls();
        int rounds = ground.many(20, 2);
        Seen seen = new Seen().cases(rounds * requests.size());
        for (int round = 0; round < rounds; round++) {
            Crowd.all(requests, request -> refused(fort, request, status, closed, seen));
        }
        seen.claim(fort.provider().calls() == calls, "no call of the provider");
        Traffic.of(fort.port(), "auto", 3, Duration.ofMillis(100), ground.clock())
                .requireNoneLost(seen);
        return seen.note("all of them");
    }

    private static boolean refused(Fort fort, byte[] request, int status, boolean closed, Seen seen)
            throws IOException {
        boolean told;
        try (Visitor visitor = fort.visitor()) {
            visitor.send(request);
            if (closed) {
                Ended ended = visitor.untilEnd(PATIENCE);
                boolean once = ended.text().lastIndexOf("HTTP/1.1 ") == 0;
                told = ended.ended() && once && ended.status() == status;
                seen.require(told, shown(request) + " gave " + ended);
            } else {
                Said said = visitor.answer();
                told = said.status() == status && said.body().startsWith("{\"error\":{\"message\":\"");
                seen.require(told, shown(request) + " gave " + said);
            }
        }
        return told;
    }

    private static Seen wrongKeys(Ground ground) throws IOException, InterruptedException {
        Fort fort = ground.fort(KEYS);
        List<String> fields = List.of(
                "X-None: x\r\n",
                "Authorization: Bearer wrong\r\n",
                "Authorization: Bearer \r\n",
                "Authorization: Bearer key-of-one-clien\r\n",
                "Authorization: Bearer key-of-one-client1\r\n",
                "Authorization: Basic key-of-one-client\r\n",
                "x-api-key: KEY-OF-ONE-CLIENT\r\n");
        Seen seen = new Seen().cases(fields.size());
        String first = null;
        for (String field : fields) {
            try (Visitor visitor = fort.visitor()) {
                Ended ended =
                        visitor.send(Requests.POST + field + Requests.UNREAD).untilEnd(PATIENCE);
                String body = ended.text().substring(ended.text().indexOf("\r\n\r\n") + 4);
                first = first == null ? body : first;
                seen.require(ended.ended() && ended.status() == 401 && body.equals(first), field + " gave " + ended);
            }
        }
        seen.claim(fort.provider().calls() == 0, "no call of the provider");
        try (Visitor visitor = fort.visitor()) {
            visitor.post("/v1/chat/completions", Requests.QUESTION, "Authorization: Bearer key-of-one-client");
            seen.claim(visitor.answer().status() == 200, "the right one is served");
        }
        return seen;
    }

    private static Seen served(Ground ground) throws IOException, InterruptedException {
        Fort fort = ground.fort(PLAN);
        int calls = fort.provider().calls();
        Seen seen = new Seen().cases(Requests.RIGHT.size());
        for (byte[] request : Requests.RIGHT) {
            try (Visitor visitor = fort.visitor()) {
                Said said = visitor.send(request).answer();
                seen.require(said.status() == 200, shown(request) + " gave " + said);
            }
        }
        return seen.claim(fort.provider().calls() - calls == Requests.RIGHT.size(), "all of them served");
    }

    /** Of what a client says, the provider may hear what it needs. */
    private static Seen injected(Ground ground) throws IOException, InterruptedException {
        Fort fort = ground.fort(PLAN);
        List<String> fields = List.of(
                "Cookie: a=b",
                "Proxy-Authorization: Basic eA==",
                "X-Forwarded-For: 192.0.2.1",
                "X-Evil: 1",
                "Connection: x-evil",
                "Authorization: Bearer of-the-client",
                "Expect: 100-continue",
                "X-Request-Id: evil%0d%0aSet-Cookie:x\u0001\u00e9");
        Seen seen = new Seen().cases(fields.size());
        Set<String> allowed = Set.of(
                "host",
                "authorization",
                "content-type",
                "content-length",
                "accept",
                "accept-encoding",
                "user-agent",
                "connection",
                "x-request-id");
        for (String field : fields) {
            try (Visitor visitor = fort.visitor()) {
                visitor.post("/v1/chat/completions", Requests.QUESTION, field);
                Said said = visitor.answer();
                seen.require(!said.head().toLowerCase(Locale.ROOT).contains("set-cookie:"), "" + said);
            }
        }
        for (Received received : fort.provider().server().requests()) {
            boolean only = allowed.containsAll(received.headerNames());
            seen.require(only, "the provider got " + received.headerNames());
            seen.require(!received.head().contains("of-the-client"), "the provider got the client's key");
        }
        return seen.claim(!fort.provider().server().requests().isEmpty(), "the provider got what it needs");
    }

    private static String shown(byte[] request) {
        String text = new String(request, ISO_8859_1).replaceAll("[^ -~\r\n]", "?");
        return text.substring(0, Math.min(text.length(), 160));
    }
}
