package dev.relevo.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {
    private final Metrics metrics = new Metrics();

    @Test
    void whatIsOneSeriesTooManyCountsAsOther() {
        for (int i = 0; i < Series.MOST + 5; i++) {
            metrics.pools().failedOver("alias-" + i);
        }
        metrics.pools().failedOver("alias-0");
        String text = text();
        assertTrue(text.contains("relevo_failovers_total{alias=\"alias-0\"} 2.0\n"), text);
        assertTrue(text.contains("relevo_failovers_total{alias=\"other\"} 5.0\n"), text);
        assertTrue(text.contains("relevo_metrics_dropped_total 5.0\n"), text);
        assertEquals(
                Series.MOST + 1,
                text.lines()
                        .filter(line -> line.startsWith("relevo_failovers_total{"))
                        .count());
    }

    @Test
    void ofTwoSamplesWithTheSameLabelsTheFirstCounts() {
        String text = text(Sample.of(Gauge.QUEUE, 3, "auto"), Sample.of(Gauge.QUEUE, 4, "auto"));
        assertTrue(text.contains("relevo_queue_length{alias=\"auto\"} 3.0\n"), text);
    }

    @Test
    void aSampleHasAValueForEachLabelOfItsGauge() {
        assertThrows(IllegalArgumentException.class, () -> Sample.of(Gauge.QUEUE, 3));
    }

    @Test
    void whatWasNeverUsedIsNotTold() {
        assertTrue(text().contains("relevo_build_info{version=\"development\"} 1"));
        assertEquals(
                List.of(),
                text().lines()
                        .filter(line -> line.startsWith("relevo_failovers_total"))
                        .toList());
    }

    private String text(Sample... now) {
        return new String(metrics.exposition("", List.of(now)).body(), StandardCharsets.UTF_8);
    }
}
