package dev.relevo.bench;

import dev.relevo.config.Configuration;
import dev.relevo.config.Feature;
import dev.relevo.dialect.Size;
import dev.relevo.dialect.Usage;
import dev.relevo.routing.Ask;
import dev.relevo.routing.Health;
import dev.relevo.routing.Lease;
import dev.relevo.routing.Plan;
import dev.relevo.routing.Pool;
import dev.relevo.routing.Router;
import dev.relevo.time.Clock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to choose among three targets of two keys, with limits, and to learn that the one chosen answered. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RoutingBenchmark {
    private static final String CONFIG = """
            providers:
              a: {base-url: "http://127.0.0.1:1/v1", api-key: [a1, a2], limits: {requests-per-day: 1B}}
              b: {base-url: "http://127.0.0.1:2/v1", api-key: [b1, b2], limits: {requests-per-day: 1B}}
              c: {base-url: "http://127.0.0.1:3/v1", api-key: [c1, c2], limits: {requests-per-day: 1B}}
            models: {auto: [a/m, b/m, c/m]}
            """;
    private static final Size SIZE = new Size(1000, 0, 256, 1);
    private static final Usage USAGE = new Usage(250, 120);

    private final Clock clock = Clock.system();
    private Pool pool;

    @Setup
    public void setUp() throws Exception {
        Path file = Files.createTempFile("relevo-bench", ".yaml");
        try {
            Files.writeString(file, CONFIG);
            Random random = new Random(1);
            pool = new Router(Configuration.load(file, Map.of()), new Health(random, clock), random).pool("auto");
        } finally {
            Files.delete(file);
        }
    }

    @Benchmark
    public Lease chooseAndLearn() {
        Plan plan = pool.plan(new Ask(Set.of(Feature.CHAT), false, SIZE, null, null, null));
        Lease lease = (Lease) plan.next(clock.nanos());
        lease.answered(clock.nanos());
        lease.settled(USAGE, 500, clock.nanos());
        lease.completed(clock.nanos());
        plan.close(clock.nanos());
        return lease;
    }
}
