package dev.relevo.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.relevo.dialect.BadRequest;
import dev.relevo.dialect.Operation;
import dev.relevo.dialect.Request;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to check a client's body and to find in it what is needed. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ReadBenchmark {
    @Param({"1024", "16384"})
    public int bytes;

    private byte[] body;

    @Setup
    public void setUp() {
        body = Chat.body("auto", bytes, false).getBytes(UTF_8);
    }

    @Benchmark
    public Request read() throws BadRequest {
        return Request.read(Operation.CHAT, body);
    }
}
