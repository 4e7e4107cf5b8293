package dev.relevo.siege;

import dev.relevo.siege.Siege.Extent;
import dev.relevo.time.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where the siege takes place: what starts Relevo, how much is to be done, and the process that modes in turn may share. */
final class Ground implements AutoCloseable {
    private final List<String> command;
    private final Extent extent;
    private final Clock clock = Clock.system();
    private @Nullable Shared shared;

    private record Shared(Fort.Plan plan, Fort fort, Departed departed) {}

    Ground(List<String> command, Extent extent) {
        this.command = List.copyOf(command);
        this.extent = extent;
    }

    /** The same process again as long as the modes ask for the same one. */
    Fort fort(Fort.Plan plan) throws IOException, InterruptedException {
        return shared(plan).fort();
    }

    /** The clients of that process who left, by its own log. */
    Departed departed(Fort.Plan plan) throws IOException, InterruptedException {
        return shared(plan).departed();
    }

    /** A process for one mode alone. */
    Fort alone(Fort.Plan plan) throws IOException, InterruptedException {
        return alone(plan, _ -> {});
    }

    /** @param ear gets each line that the process says */
    Fort alone(Fort.Plan plan, Consumer<String> ear) throws IOException, InterruptedException {
        close();
        return Fort.open(command(plan.javaOptions()), plan, ear);
    }

    private Shared shared(Fort.Plan plan) throws IOException, InterruptedException {
        Shared before = shared;
        if (before != null
                && before.plan().equals(plan)
                && before.fort().subject().alive()) {
            return before;
        }
        close();
        Departed departed = new Departed(clock);
        Shared next = new Shared(plan, Fort.open(command(plan.javaOptions()), plan, departed), departed);
        shared = next;
        return next;
    }

    /** What starts Relevo, without its own options. */
    List<String> command() {
        return command;
    }

    /** The same with more options for the JVM, which win over others. */
    List<String> command(List<String> options) {
        List<String> line = new ArrayList<>(command);
        int last = Math.max(line.indexOf("-jar"), line.indexOf("-cp"));
        line.addAll(Math.max(last, 1), options);
        return line;
    }

    Clock clock() {
        return clock;
    }

    /** Decides what is left to chance. */
    long seed() {
        return extent.seed();
    }

    /** How many of something. */
    int many(int full, int quick) {
        return extent.quick() ? quick : full;
    }

    /** Ends the shared process. */
    @Override
    public void close() throws IOException {
        if (shared != null) {
            Fort fort = shared.fort();
            shared = null;
            fort.close();
        }
    }
}
