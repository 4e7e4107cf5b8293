package dev.relevo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Script;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Dashboard and alerts ask for metrics that there are: the names of each type that a Relevo tells after traffic of every sort. */
@Timeout(60)
class DashboardTest {
    private static final Pattern NAME =
            Pattern.compile("\\b(relevo|gen_ai|jvm|process)_[a-z_]+\\b(?!\\s*[=!,)}]|\\s+\\()");
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) (\\S+)$");
    private static final String CONFIGURATION = """
            server: {max-streams: 1}
            providers:
              p1: {base-url: "UPSTREAM", continues: prefill, models: {m: {price: {input: 1, output: 2}}}, limits: {requests-per-day: 50}}
              p2: {base-url: "UPSTREAM", continues: prefill}
              p3: {base-url: "UPSTREAM", limits: {concurrent: 1}}
            models:
              auto: {strategy: priority, on-cut: continue, same-target-retries: 0, targets: [p1/m, p2/m]}
              narrow: {max-wait: 20s, targets: [p3/m]}
              broken: {same-target-retries: 0, targets: [p2/broken]}
              busy: {max-wait: 0s, targets: [p2/busy]}
            """;

    private static final Script FAILING = Script.json(500, "{\"error\":{\"message\":\"oops\"}}");
    private static final Script BUSY =
            Script.json(429, "{\"error\":{\"message\":\"slow down\"}}").header("retry-after", "600");
    private static final Script BREAKING =
            Completions.streamOf("The quick ", "brown fox ", "jumps").reset(Point.afterPieces(3));

    @Test
    void everyMetricThatTheDashboardAndTheAlertsNameIsTold() throws Exception {
        Set<String> told = toldAfterTraffic();
        Set<String> asked = new TreeSet<>();
        for (String expression : expressions()) {
            Matcher name = NAME.matcher(expression);
            while (name.find()) {
                asked.add(name.group());
            }
        }
        assertTrue(asked.size() > 25, asked.toString());
        asked.removeAll(told);
        assertEquals(Set.of(), asked);
    }

    private static List<String> expressions() throws IOException {
        List<String> expressions = new ArrayList<>();
        JsonArray panels;
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(Path.of("deploy/grafana/relevo.json")))) {
            panels = reader.readObject().getJsonArray("panels");
        }
        for (JsonValue panel : panels) {
            JsonObject object = panel.asJsonObject();
            if (object.containsKey("targets")) {
                object.getJsonArray("targets")
                        .forEach(each -> expressions.add(each.asJsonObject().getString("expr")));
            }
        }
        String rules = Files.readString(Path.of("deploy/alerts.yml"));
        expressions.add(rules.lines()
                .filter(line -> !line.contains("summary:") && !line.contains("description:") && !line.contains("#"))
                .collect(Collectors.joining("\n")));
        return expressions;
    }

    private static Set<String> toldAfterTraffic() throws Exception {
        try (FaultyUpstream upstream = FaultyUpstream.start(Completions.chat("hi"));
                StartedRelevo relevo = StartedRelevo.of(
                        CONFIGURATION.replace("UPSTREAM", upstream.baseUrl().toString()))) {
            ask(relevo, "auto", false);
            upstream.next(FAILING, Completions.streamOf("a", "b", "c"));
            ask(relevo, "auto", true);
            upstream.next(BREAKING, Completions.streamOf("c", "d"), BREAKING, FAILING);
            ask(relevo, "auto", true);
            ask(relevo, "auto", true);
            upstream.next(Completions.streamOf("a", "b").hang(Point.afterPieces(2)));
            waitBehindAStream(relevo);
            upstream.always(FAILING);
            for (int i = 0; i < 12; i++) {
                ask(relevo, "broken", false);
            }
            upstream.always(BUSY);
            ask(relevo, "busy", false);
            return names(get(relevo));
        }
    }

    /** One stream has all the room that there is: another is shed, and whoever wants no stream waits until its client leaves. */
    private static void waitBehindAStream(StartedRelevo relevo) throws IOException {
        try (RawClient first = RawClient.connect(relevo.port());
                RawClient waiting = RawClient.connect(relevo.port())) {
            send(first, "narrow", true).answer().event();
            ask(relevo, "auto", true);
            send(waiting, "narrow", false);
            while (!get(relevo).contains("relevo_queue_length{alias=\"narrow\"} 1.0")) {
                Thread.onSpinWait();
            }
            first.close();
            waiting.answer().raw();
        }
    }

    private static void ask(StartedRelevo relevo, String model, boolean stream) throws IOException {
        try (RawClient client = RawClient.connect(relevo.port())) {
            send(client, model, stream).answer().raw();
        }
    }

    private static RawClient send(RawClient client, String model, boolean stream) throws IOException {
        return client.post(
                "/v1/chat/completions",
                "{\"model\":\"" + model + "\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    }

    private static String get(StartedRelevo relevo) throws IOException {
        try (RawClient client = RawClient.connect(relevo.port())) {
            return client.get("/metrics").answer().text();
        }
    }

    private static Set<String> names(String metrics) {
        Set<String> names = new TreeSet<>();
        Matcher type = TYPE.matcher(metrics);
        while (type.find()) {
            String name = type.group(1);
            if (type.group(2).equals("histogram") || type.group(2).equals("summary")) {
                names.addAll(List.of(name + "_bucket", name + "_sum", name + "_count"));
            } else {
                names.add(name);
            }
        }
        return names;
    }
}
