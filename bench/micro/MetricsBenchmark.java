package dev.relevo.bench;

import dev.relevo.stats.AttemptRecord;
import dev.relevo.stats.Attempts;
import dev.relevo.stats.Metrics;
import dev.relevo.stats.RequestRecord;
import dev.relevo.stats.UpstreamModel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a request that was answered adds to what is counted. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MetricsBenchmark {
    private static final UpstreamModel MODEL = new UpstreamModel("chat", "groq", "m", "groq/m");
    private static final AttemptRecord ATTEMPT = new AttemptRecord(
            1_700_000_000_000L, "req_1", 1, 3, "groq/m", "ok", "", 30_000_000, 40_000_000, 250, 120);
    private static final RequestRecord REQUEST = new RequestRecord(
            1_700_000_000_000L, "req_1", null, "POST", "/v1/chat/completions", "auto", 200, RequestRecord.Ending.WHOLE,
            "groq/m", 1, 31_000_000, 41_000_000, 1024, "");

    private final Metrics metrics = new Metrics();
    private final Attempts attempts = new Attempts();

    @Benchmark
    public void count() {
        attempts.ended("groq", false);
        attempts.recent().ended("auto", "groq/m", ATTEMPT);
        metrics.attempts().ended(MODEL, false, ATTEMPT, 1000);
        metrics.requests().ended("/v1/chat/completions", "auto", REQUEST);
    }
}
