package dev.relevo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.cli.Arguments.Options;
import dev.relevo.config.Server;
import dev.relevo.store.Store;
import dev.relevo.store.UsageBy;
import dev.relevo.store.UsageRecord;
import dev.relevo.store.UsageSum;
import dev.relevo.store.UsageTally;
import dev.relevo.time.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageReportTest {
    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private final Said said = new Said();

    @Test
    void theTableHasALineForEachAndOneForAll() {
        keep(record("groq/llama", "ann", 1_204_551, 90, true), record(null, null, 0, -1, false));

        assertEquals(ExitCode.OK, report(7, UsageBy.TARGET, false));
        assertEquals("""
                target             requests  failed attempts  input tokens  cached  output tokens  reasoning     cost  TTFT p50    p95
                (nobody answered)         1                0             0       0             20          5  $0.2500
                groq/llama                1                0     1,204,551       4             20          5  $0.2500     83 ms  83 ms
                all                       2                0     1,204,551       4             40         10  $0.5000     83 ms  83 ms
                answers whose tokens are estimates, since nobody told them: 1
                """, said.out());
    }

    @Test
    void whatNobodyCountedHasNoColumn() {
        UsageTable table = new UsageTable("target");
        table.add("groq/llama", new UsageSum());

        assertEquals(
                List.of(
                        "target      requests  failed attempts  input tokens  output tokens     cost  TTFT p50  p95",
                        "groq/llama         0                0             0              0  $0.0000"),
                table.lines());
    }

    @Test
    void asJsonEachIsAnObjectOnALineOfItsOwn() {
        keep(record("p/\"m\"", "ann", 10, 90, false));

        assertEquals(ExitCode.OK, report(7, UsageBy.TARGET, true));
        assertEquals(
                "{\"target\":\"p/\\\"m\\\"\",\"requests\":1,\"failures\":0,\"input_tokens\":10,\"output_tokens\":20,"
                        + "\"cached_tokens\":4,\"reasoning_tokens\":5,\"estimated\":0,\"nano_usd\":250000000,"
                        + "\"first_tokens\":1,\"first_token_millis\":90,\"ttft_p50_millis\":83,\"ttft_p95_millis\":83}\n",
                said.out());
    }

    @Test
    void daysCountBackFromToday() {
        keep(record("p/m", "ann", 10, 90, false));
        clock.advance(Duration.ofDays(1));

        report(1, UsageBy.DAY, false);
        assertTrue(said.out().startsWith("nothing was used in the last 1 days"), said.out());
        report(2, UsageBy.DAY, true);
        assertTrue(said.out().contains("{\"day\":\"2027-01-15\""), said.out());
    }

    @Test
    void aFileThatCannotBeReadIsTold() throws Exception {
        Files.writeString(folder.resolve("relevo.db"), "no database".repeat(200));

        assertEquals(ExitCode.FAILED, report(7, UsageBy.DAY, false));
        assertTrue(said.err().contains("relevo.db: it is damaged"), said.err());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "usage --days 0     | --days: '0' is no number of days, expected one such as 30",
                "usage --days week  | --days: 'week' is no number of days, expected one such as 30",
                "usage --by targets | --by: no such thing 'targets', did you mean 'target'?",
            })
    void mistakesAreToldWithWhatIsExpected(String line, String told) {
        assertEquals(new Arguments.Mistake(told), Arguments.parse(List.of(line.split(" ")), "test"));
    }

    @Test
    void withoutOptionsItIsAWeekByTarget() {
        assertEquals(
                new Arguments.Usage(new Options(Path.of("config.yaml"), null, null), 7, UsageBy.TARGET, false),
                Arguments.parse(List.of("usage"), "test"));
        assertEquals(
                new Arguments.Usage(new Options(Path.of("x.yaml"), null, null), 30, UsageBy.CLIENT, true),
                Arguments.parse(
                        List.of("usage", "--config", "x.yaml", "--days", "30", "--by", "client", "--json"), "test"));
    }

    @Test
    void theStateDirectoryIsTheConfigurations() throws Exception {
        keep(record("p/m", "ann", 10, 90, false));
        Path file = Files.writeString(
                folder.resolve("c.yaml"), "server: {state-dir: '" + folder + "'}\nmodels: {auto: [groq]}\n");

        int code = new Commands(Map.of(), said.terminal())
                .run(Arguments.parse(List.of("usage", "--config", file.toString(), "--days", "36500"), "test"));

        assertEquals(ExitCode.OK, code);
        assertTrue(said.out().contains("p/m"), said.out());
    }

    private int report(int days, UsageBy by, boolean json) {
        Options options = new Options(Path.of("config.yaml"), null, null);
        Server server = Server.DEFAULT.withStateDir(folder);
        return new UsageReport(new Arguments.Usage(options, days, by, json), server, said.terminal()).run(clock);
    }

    private void keep(UsageRecord... records) {
        UsageTally usage = new UsageTally();
        List.of(records).forEach(usage::add);
        try (Store store = Store.open(folder, clock::epochMillis, Duration.ZERO, notice -> {
            throw new AssertionError(notice);
        })) {
            store.begin(List::of, usage, () -> 90);
        }
    }

    private UsageRecord record(String target, String client, long input, long ttftMillis, boolean estimated) {
        return new UsageRecord(
                clock.epochMillis(),
                "auto",
                target,
                client,
                true,
                false,
                input,
                20,
                target == null ? 0 : 4,
                5,
                estimated,
                250_000_000,
                ttftMillis < 0 ? -1 : ttftMillis * 1_000_000);
    }
}
