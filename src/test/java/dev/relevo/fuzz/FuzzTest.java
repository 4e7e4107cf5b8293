package dev.relevo.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.relevo.config.ConfigurationFuzz;
import dev.relevo.dialect.GrammarFuzz;
import dev.relevo.dialect.RequestFuzz;
import dev.relevo.dialect.SeamFuzz;
import dev.relevo.dialect.ToldFuzz;
import dev.relevo.dialect.WaitFuzz;
import dev.relevo.edge.FramingFuzz;
import dev.relevo.upstream.AnswerFuzz;
import dev.relevo.upstream.RedactionFuzz;
import dev.relevo.wire.ErrorBodyFuzz;
import dev.relevo.wire.EventStreamFuzz;
import dev.relevo.wire.JsonFuzz;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fuzz target over its seeds and over many mutations of them, always the same. {@code bin/fuzz} looks for new
 * ones. A target's {@code fuzzerTestOneInput} throws where something does not hold that has to, whatever the bytes are.
 */
class FuzzTest {
    /** A second for each target or less; more with {@code -Dfuzz.rounds}, others with {@code -Dfuzz.seed}. */
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 1_500);

    private static final long SEED = Long.getLong("fuzz.seed", 1);

    /** Named as their folders of seeds, which are named as their classes. */
    private static final TreeMap<String, Check> TARGETS = new TreeMap<>();

    static {
        TARGETS.put("config.ConfigurationFuzz", ConfigurationFuzz::fuzzerTestOneInput);
        TARGETS.put("dialect.GrammarFuzz", GrammarFuzz::fuzzerTestOneInput);
        TARGETS.put("dialect.RequestFuzz", RequestFuzz::fuzzerTestOneInput);
        TARGETS.put("dialect.SeamFuzz", SeamFuzz::fuzzerTestOneInput);
        TARGETS.put("dialect.ToldFuzz", ToldFuzz::fuzzerTestOneInput);
        TARGETS.put("dialect.WaitFuzz", WaitFuzz::fuzzerTestOneInput);
        TARGETS.put("edge.FramingFuzz", FramingFuzz::fuzzerTestOneInput);
        TARGETS.put("upstream.AnswerFuzz", AnswerFuzz::fuzzerTestOneInput);
        TARGETS.put("upstream.RedactionFuzz", RedactionFuzz::fuzzerTestOneInput);
        TARGETS.put("wire.ErrorBodyFuzz", ErrorBodyFuzz::fuzzerTestOneInput);
        TARGETS.put("wire.EventStreamFuzz", EventStreamFuzz::fuzzerTestOneInput);
        TARGETS.put("wire.JsonFuzz", JsonFuzz::fuzzerTestOneInput);
    }

    private interface Check {
        void on(byte[] input) throws Exception;
    }

    static Stream<String> targets() {
        return TARGETS.keySet().stream();
    }

    @Test
    void everyTargetHasSeeds() throws IOException {
        assertEquals(List.copyOf(TARGETS.keySet()), Seed.targets());
    }

    @ParameterizedTest
    @MethodSource("targets")
    void whatATargetClaimsHoldsForEverySeed(String target) throws Exception {
        for (Seed seed : Seed.of(target)) {
            check(target, seed.bytes(), seed.name());
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void whatATargetClaimsHoldsForMutationsOfTheSeeds(String target) throws Exception {
        List<byte[]> seeds = Seed.of(target).stream().map(Seed::bytes).toList();
        Mutator mutator = new Mutator(seeds, new Random(SEED));
        for (int round = 0; round < ROUNDS; round++) {
            check(target, mutator.next(), "round " + round);
        }
    }

    private static void check(String target, byte[] input, String name) {
        try {
            TARGETS.get(target).on(input);
        } catch (Exception | AssertionError | StackOverflowError e) {
            throw new AssertionError(
                    name + ": " + new String(input, ISO_8859_1) + " = "
                            + HexFormat.of().formatHex(input),
                    e);
        }
    }
}
