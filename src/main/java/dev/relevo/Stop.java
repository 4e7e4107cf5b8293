package dev.relevo;

import dev.relevo.cli.ConfigWatch;
import dev.relevo.cli.ExitCode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** How the process ends: the first signal lets open requests end within the grace; a second one ends them at once. */
record Stop(Relevo relevo, ConfigWatch watch, AtomicBoolean asked) {
    Stop(Relevo relevo, ConfigWatch watch) {
        this(relevo, watch, new AtomicBoolean());
    }

    /** Asked for by a supervisor, which tells clients or load balancers, or another process that serves from now on. */
    void bySupervisor() {
        by(relevo::settle);
    }

    /** Asked for by a person at a terminal, who waits. */
    void byPerson() {
        by(() -> {});
    }

    /** Nobody can reach it any more: who is connected may end, and a supervisor start it anew. */
    void ofDeaf() {
        end(() -> {}, ExitCode.FAILED);
    }

    private void by(Runnable settling) {
        end(settling, ExitCode.OK);
    }

    private void end(Runnable settling, int code) {
        watch.close();
        Duration grace = relevo.settings().server().drainGrace();
        if (!asked.compareAndSet(false, true)) {
            relevo.drain(Duration.ZERO);
        } else if (grace.isPositive()) {
            relevo.tell("stopping: open requests may take up to " + grace.toSeconds()
                    + " s more; a second signal ends them at once");
            settling.run();
            relevo.drain(grace);
        } else {
            relevo.drain(grace);
        }
        relevo.close();
        System.exit(code);
    }
}
