package dev.relevo.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.relevo.dialect.Encoded;
import dev.relevo.dialect.Grammar;
import dev.relevo.dialect.Operation;
import dev.relevo.wire.SseOverflow;
import dev.relevo.wire.SseReader;
import dev.relevo.wire.SseWriter;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to take a stream of 50 words apart, each in a piece of its own, to understand it and to write it again. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EventsBenchmark {
    private static final int LONGEST = 1024 * 1024;
    private static final Encoded ENCODED = new Encoded(new byte[0], List.of(), true, Set.of(), null, false);

    private final byte[][] pieces = IntStream.rangeClosed(0, Upstream.WORDS)
            .mapToObj(i -> (i < Upstream.WORDS ? Chat.word(i) : Chat.end()).getBytes(UTF_8))
            .toArray(byte[][]::new);

    @Benchmark
    public boolean stream() throws SseOverflow {
        SseReader reader = new SseReader(LONGEST, LONGEST);
        SseWriter out = new SseWriter();
        Grammar grammar = Operation.CHAT.grammar(1, ENCODED, false);
        SseReader.Events events = (bytes, from, to) -> {
            if (grammar.read(bytes, from, to) == Grammar.Meaning.CONTENT) {
                out.event(bytes, from, to);
            }
        };
        for (byte[] piece : pieces) {
            reader.feed(piece, 0, piece.length, events);
            out.clear();
        }
        return grammar.finished();
    }
}
