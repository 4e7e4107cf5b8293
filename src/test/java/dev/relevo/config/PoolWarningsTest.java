package dev.relevo.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PoolWarningsTest {
    private static final String PROVIDERS = """
            providers:
              one: {base-url: "http://127.0.0.1:1/v1", api-key: k1, model: m}
              two: {base-url: "http://127.0.0.1:2/v1", api-key: [k1, k2], model: m, continues: prefill}
            """;

    @Test
    void continuingNeedsATargetThatContinues() {
        String warning =
                "models.auto.on-cut: no live target of the pool 'continues', so a cut stream is told by an error event";

        assertWarns("on-cut: continue, targets: [one]", warning);
        assertWarns("on-cut: continue, targets: [one, {target: two, continues: none}]", warning);
        assertWarns("on-cut: continue, targets: [one, two]");
        assertWarns("on-cut: continue, targets: [{target: one, continues: prefill}]");
        assertWarns("on-cut: buffer, targets: [one]");
    }

    @Test
    void hedgingNeedsTwoTargets() {
        String warning = "models.auto.hedge: the pool has one live target, so there is nothing to hedge with";

        assertWarns("hedge: true, targets: [one]", warning);
        assertWarns("hedge: true, targets: [one, one/m, openai]", warning);
        assertWarns("hedge: true, targets: [one, one/other]");
        assertWarns("hedge: true, targets: [two]");
        assertWarns("hedge: false, targets: [one]");
    }

    @Test
    void bridgingNeedsRequestsThatLastSoLong() {
        assertWarns(
                "bridge-after: 10m, targets: [one]",
                "models.auto.bridge-after: no request lasts for 600 s, since timeouts.total is 600 s, so nothing is bridged");
        assertWarns(
                "bridge-after: 25s, timeouts: {total: 20s}, targets: [one]",
                "models.auto.bridge-after: no request lasts for 25 s, since timeouts.total is 20 s, so nothing is bridged");
        assertWarns("bridge-after: 25s, targets: [one]");
    }

    @Test
    void whereNothingIsLiveNothingIsSaid() {
        assertWarns("hedge: true, on-cut: continue, bridge-after: 20m, targets: [openai]");
    }

    private static void assertWarns(String pool, String... warnings) {
        assertEquals(
                List.of(warnings),
                ConfigText.load(PROVIDERS + "models: {auto: {" + pool + "}}", Map.of())
                        .warnings(),
                pool);
    }
}
