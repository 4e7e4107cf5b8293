package dev.relevo.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.relevo.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files; the watch looks when it is told to. */
class ConfigWatchTest {
    private static final String ONE = "models: {auto: [groq]}\n";
    private static final String TWO = "models: {auto: [groq], fast: [groq]}\n";
    private static final String WRONG = "models: {auto: [gorq]}\n";

    @TempDir
    Path dir;

    private final List<Settings> applied = new ArrayList<>();
    private final List<String> out = new ArrayList<>();
    private Path file;
    private ConfigWatch watch;
    private @Nullable RuntimeException failure;

    @BeforeEach
    void begin() throws IOException {
        file = Files.writeString(dir.resolve("config.yaml"), ONE);
        watch = watchOf(file);
    }

    @Test
    void nothingHappensWhileNothingChanges() {
        looks(3);

        assertEquals(List.of(), applied);
        assertEquals(List.of(), out);
    }

    @Test
    void aChangeIsAppliedOnceTwoLooksAgree() throws IOException {
        Files.writeString(file, TWO);
        looks(1);
        assertEquals(List.of(), applied);

        looks(3);

        assertAppliedOnce(file + " was read again: aliases: fast added");
    }

    @Test
    void aFileThatIsStillBeingWrittenIsWaitedFor() throws IOException {
        Files.writeString(file, "models: {auto: [groq], fa");
        looks(1);
        Files.writeString(file, TWO);
        looks(2);

        assertAppliedOnce(file + " was read again: aliases: fast added");
    }

    @Test
    void anInvalidChangeIsToldOnceAndWhatWasReadBeforeStays() throws IOException {
        Files.writeString(file, WRONG);
        looks(4);

        assertEquals(List.of(), applied);
        assertEquals(
                List.of(
                        file + " cannot be used as it is now; what was read before stays in force",
                        file + ":1:17 models.auto[0]: unknown provider, did you mean 'groq'?"),
                out);
    }

    @Test
    void anInvalidChangeThatIsMendedIsAppliedAgainstWhatWasInForce() throws IOException {
        Files.writeString(file, WRONG);
        looks(2);
        out.clear();
        Files.writeString(file, TWO);
        looks(2);

        assertAppliedOnce(file + " was read again: aliases: fast added");
    }

    @Test
    void anEditorThatRenamesAFileOverItIsFollowed() throws IOException {
        Path draft = Files.writeString(dir.resolve(".config.yaml.swp"), TWO);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        looks(2);

        assertAppliedOnce(file + " was read again: aliases: fast added");
    }

    @Test
    void aFileThatIsGoneForAMomentIsNotMissed() throws IOException {
        Files.delete(file);
        looks(1);
        Files.writeString(file, ONE);
        looks(2);

        assertEquals(List.of(), out);
    }

    @Test
    void aFileThatStaysAwayIsToldAndItsReturnIsNoticed() throws IOException {
        Files.delete(file);
        looks(2);
        assertTrue(out.getLast().contains("no such file"), out::toString);
        out.clear();
        Files.writeString(file, TWO);
        looks(2);

        assertAppliedOnce(file + " was read again: aliases: fast added");
    }

    @Test
    void theLinkThatKubernetesTurnsIsFollowed() throws IOException {
        Path mount = Files.createDirectory(dir.resolve("mount"));
        Path first = Files.createDirectory(mount.resolve("..2026_11_21"));
        Path second = Files.createDirectory(mount.resolve("..2026_11_22"));
        Files.writeString(first.resolve("config.yaml"), ONE);
        Files.writeString(second.resolve("config.yaml"), TWO);
        Files.createSymbolicLink(mount.resolve("..data"), first.getFileName());
        Path mounted = Files.createSymbolicLink(mount.resolve("config.yaml"), Path.of("..data/config.yaml"));
        watch = watchOf(mounted);

        Path turned = Files.createSymbolicLink(mount.resolve("..data_tmp"), second.getFileName());
        Files.move(turned, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        looks(2);

        assertAppliedOnce(mounted + " was read again: aliases: fast added");
    }

    @Test
    void aKeyThatComesIntoDotenvIsTaken() throws IOException {
        Files.writeString(dir.resolve(".env"), "GROQ_API_KEY=k\n");
        looks(2);

        assertAppliedOnce(file + " was read again: providers: groq changed");
        assertTrue(applied.getFirst().provider("groq").live());
    }

    @Test
    void aSignalReloadsWithoutWaitingAndTellsMistakesAtOnce() throws IOException {
        Files.writeString(file, TWO);
        watch.reload();
        assertAppliedOnce(file + " was read again: aliases: fast added");
        out.clear();

        Files.writeString(file, WRONG);
        watch.reload();
        assertEquals(2, out.size());
        looks(3);
        assertEquals(2, out.size(), out::toString);
    }

    @Test
    void signalsThatComeWhileOneWaitsAreOneReload() throws Exception {
        Files.writeString(file, TWO);
        List<Thread> signals = new ArrayList<>();
        synchronized (watch) {
            signals.add(Thread.ofPlatform().start(watch::reload));
            while (signals.getFirst().getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < 20; i++) {
                assertTrue(watchReloadElsewhere().join(Duration.ofSeconds(10)), "it waits, too");
            }
        }
        signals.getFirst().join();

        assertAppliedOnce(file + " was read again: aliases: fast added");
    }

    private Thread watchReloadElsewhere() {
        return Thread.ofPlatform().start(watch::reload);
    }

    @Test
    void aReloadThatFailsIsToldAndTheNextOneIsTried() throws IOException {
        failure = new IllegalStateException("out of luck");
        Files.writeString(file, TWO);
        looks(2);
        failure = null;
        watch.reload();

        assertEquals(1, applied.size());
        assertEquals(
                List.of(
                        file + " could not be applied; what was read before stays in force:"
                                + " java.lang.IllegalStateException: out of luck",
                        file + " was read again: aliases: fast added"),
                out);
    }

    @Test
    void whatIsNoFileIsLeftToThoseWhoReadIt() throws Exception {
        Path pipe = dir.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());

        ConfigWatch.Contents contents = ConfigWatch.Contents.of(new Arguments.Options(pipe, null, null));

        assertEquals(Map.of(), contents.byFile());
    }

    @Test
    void whatTakesARestartIsTold() throws IOException {
        Files.writeString(file, ONE + "server: {port: 1}\n");
        looks(2);

        assertEquals(
                List.of(
                        file + " was read again: server settings changed",
                        "warning: server.port takes effect after a restart"),
                out);
    }

    @Test
    void aClosedWatchAppliesNothing() throws IOException {
        Files.writeString(file, TWO);
        watch.close();
        looks(2);
        watch.reload();

        assertEquals(List.of(), applied);
    }

    private ConfigWatch watchOf(Path configuration) {
        Arguments.Options options = new Arguments.Options(configuration, null, null);
        ConfigWatch.Contents before = ConfigWatch.Contents.of(options);
        Startup.Ready ready = assertInstanceOf(Startup.Ready.class, Startup.prepare(options, Map.of()));
        return new ConfigWatch(options, Map.of(), before, ready.settings(), this::apply, out::add);
    }

    private List<String> apply(Settings settings) {
        if (failure != null) {
            throw failure;
        }
        applied.add(settings);
        return settings.server().port() == 3000 ? List.of() : List.of("server.port takes effect after a restart");
    }

    private void looks(int times) {
        for (int i = 0; i < times; i++) {
            watch.look();
        }
    }

    private void assertAppliedOnce(String line) {
        assertEquals(1, applied.size());
        assertEquals(List.of(line), out);
    }
}
