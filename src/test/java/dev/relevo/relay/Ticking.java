package dev.relevo.relay;

import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Gate;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A stream that stops after some events, goes on with fillers at a steady pace, then ends as it should. */
final class Ticking {
    private static final Duration PACE = Duration.ofMillis(100);
    private static final List<String> EVENTS = Completions.events("a");

    private final long began = System.nanoTime();

    private Ticking() {}

    /**
     * Makes the upstream answer so.
     *
     * @param events how many come before the fillers, of a role, a content, a finish and {@code [DONE]}
     * @param fillers so many, ten in a second
     */
    static Ticking start(FaultyUpstream upstream, int events, String filler, int fillers) {
        Gate gate = new Gate();
        upstream.always(script(events, filler, fillers, gate));
        ScheduledExecutorService clock =
                Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
        clock.scheduleAtFixedRate(() -> gate.pass(1), PACE.toMillis(), PACE.toMillis(), TimeUnit.MILLISECONDS);
        clock.schedule(clock::shutdownNow, PACE.toMillis() * (fillers + 20), TimeUnit.MILLISECONDS);
        return new Ticking();
    }

    Duration took() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static Script script(int events, String filler, int fillers, Gate gate) {
        List<byte[]> chunks = new ArrayList<>();
        EVENTS.subList(0, events).forEach(event -> chunks.add(framed(event)));
        chunks.addAll(Collections.nCopies(fillers, filler.getBytes(StandardCharsets.UTF_8)));
        EVENTS.subList(events, EVENTS.size()).forEach(event -> chunks.add(framed(event)));
        Script script = Script.chunks(200, "text/event-stream", chunks);
        for (int i = events; i < events + fillers; i++) {
            script = script.await(Point.afterPieces(i), gate);
        }
        return script;
    }

    private static byte[] framed(String event) {
        return ("data: " + event + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
}
