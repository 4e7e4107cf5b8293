package dev.relevo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Received;
import dev.relevo.faulty.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a person sees of {@code /api}. */
@Timeout(20)
class StatusTest {
    private static final String STATUS = """
            {"timestamp":"2026-11-21T12:00:00.000Z","aliases":[{"alias":"auto","strategy":"quota","waiting":2,"targets":[
            {"target":"a/m","tier":1,"weight":1},{"target":"b/m","tier":2,"weight":1}]}],"targets":[
            {"target":"a/m","provider":"a","state":"ok","reason":"","ready_at":null,"in_flight":1,"ttft_p50_ms":320,
            "ttft_p95_ms":1200,"tokens_per_second":85.3,"cooldowns":[],"breakers":[],"limits":[
            {"scope":"account","limit":"tokens-per-day","quantity":"tokens","period":"day","most":100000,"used":91234,
            "reserved":0,"left":8766,"resets_at":"2026-11-21T21:01:01.000Z","runs_out_at":"2026-11-21T12:03:20.000Z",
            "origin":"told"},
            {"scope":"key","limit":"usd-per-day","quantity":"usd","period":"day","most":2,"used":2,"reserved":0,"left":0,
            "resets_at":"2026-11-22T00:00:00.000Z","runs_out_at":"2026-11-21T12:00:00.000Z","origin":"own"}]},
            {"target":"b/m","provider":"b","state":"resting","reason":"limit reached","ready_at":"2026-11-21T12:00:42.000Z",
            "in_flight":0,"ttft_p50_ms":null,"ttft_p95_ms":null,"tokens_per_second":null,
            "cooldowns":[{"scope":"key","reason":"limit reached","until":"2026-11-21T12:00:42.000Z"}],
            "breakers":[],"limits":[]}]}""";

    private final FaultyUpstream server = FaultyUpstream.start();
    private final Said said = new Said();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aStatusFitsATerminal() {
        server.always(Script.json(200, STATUS));

        assertEquals(ExitCode.OK, run("status"));
        assertEquals(
                List.of(
                        "2026-11-21 12:00:00Z  " + url(),
                        "",
                        "auto  quota, 2 requests wait",
                        "  tier 1  a/m",
                        "  tier 2  b/m",
                        "",
                        "a/m  ok",
                        "  1 in flight, TTFT 320 ms (p95 1.2 s), 85.3 tokens/s",
                        "  tokens-per-day   91.2k/100k  account,told  out in 3m20s, resets in 9h2m",
                        "  usd-per-day     $2.00/$2.00  key,own       spent, resets in 12h",
                        "",
                        "b/m  rests (key), ready in 42s",
                        "  limit reached",
                        "  0 in flight",
                        ""),
                said.out().lines().toList());
    }

    @Test
    void watchedThroughAPipeOneStatusFollowsAnother() {
        server.always(Script.json(200, STATUS));
        Thread.currentThread().interrupt();

        assertEquals(ExitCode.OK, run("status", "--watch"));
        assertTrue(Thread.interrupted());
        assertEquals(15, said.out().lines().count());
        assertFalse(said.out().contains("\u001b"), said.out());
    }

    @Test
    void whatTheServerRefusesIsTold() {
        server.always(Script.json(403, "{\"error\":{\"message\":\"not for you\"}}"));

        assertEquals(ExitCode.FAILED, run("status"));
        assertEquals("relevo: " + url() + " answered 403: not for you\n", said.err());
    }

    @Test
    void whereNobodyListensItIsToldHowToGetAnAnswer() {
        server.die();

        assertEquals(ExitCode.FAILED, run("status"));
        assertEquals(
                "relevo: " + url()
                        + ": Connection refused; start the server first (./relevo), or name it with --port or --url\n",
                said.err());
    }

    @Test
    void whyTellsWhoIsNext() {
        server.always(request -> request.path().contains("request=") ? Script.json(404, "{}") : Script.json(200, """
                        {"model":"gpt","alias":"auto","next":"b/m","waits_ms":null,"targets":[
                        {"target":"a/m","tier":1,"standing":"no-room","reason":"too little is left","ready_in_ms":17000},
                        {"target":"b/m","tier":1,"standing":"next","reason":"","ready_in_ms":0}]}"""));

        assertEquals(ExitCode.OK, run("why", "gpt"));
        assertEquals("""
                A request for gpt (auto) would go to b/m

                a/m  no room: too little is left; ready in 17s
                b/m  is next
                """, said.out());
    }

    @Test
    void aModelIsNotTakenForARequest() {
        server.always(Script.json(200, "{\"model\":\"auto\",\"alias\":\"auto\",\"targets\":[]}"));

        assertEquals(ExitCode.OK, run("why", "auto"));
        assertEquals(
                List.of("/api/explain?model=auto"),
                server.requests().stream().map(Received::path).toList());
    }

    @Test
    void aRequestThatItsClientNamedIsFoundThoughAnyNameMayBeAModel() {
        server.always(request -> Script.json(
                200,
                request.path().contains("request=")
                        ? "{\"request\":\"mine\",\"alias\":\"auto\",\"status\":200,\"ending\":\"whole\",\"took_ms\":1}"
                        : "{\"model\":\"mine\",\"alias\":\"auto\",\"targets\":[]}"));

        assertEquals(ExitCode.OK, run("why", "mine"));
        assertTrue(said.out().startsWith("mine  auto  200"), said.out());
    }

    @Test
    void whyTellsWhatBecameOfARequest() {
        server.always(Script.json(200, """
                {"request":"req_1","ended_at":"2026-11-21T12:00:00.000Z","alias":"auto","client":"team","status":200,
                "ending":"cut","took_ms":1540,"targets":[{"target":"a/m","tier":1,"standing":"next","reason":""}],"attempts":[
                {"target":"a/m","outcome":"ok","reason":"","began_ms":1,"connect_ms":20,"ttft_ms":310,"took_ms":1530,
                "input_tokens":12,"output_tokens":80,
                "quota_before":[{"scope":"key","limit":"requests-per-day","quantity":"requests","most":30,"used":11}],
                "quota_after":[{"scope":"key","limit":"requests-per-day","quantity":"requests","most":30,"used":12}]}]}"""));

        assertEquals(ExitCode.OK, run("why", "req_1"));
        assertEquals("/api/explain?request=req_1", server.requests().getFirst().path());
        assertEquals("""
                req_1  auto  200, cut after 1.5 s, client team

                a/m  was asked first

                a/m  ok  began after 1 ms, connected in 20 ms, first token after 310 ms, took 1.5 s, 12 + 80 tokens
                  key requests-per-day: 11 -> 12 of 30
                """, said.out());
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", url()));
        return new Commands(Map.of(), said.terminal()).run(Arguments.parse(all, "1"));
    }

    private String url() {
        return "http://127.0.0.1:" + server.port();
    }
}
