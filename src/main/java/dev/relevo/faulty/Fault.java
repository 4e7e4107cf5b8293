package dev.relevo.faulty;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** What an upstream does at a {@link Point} of an exchange instead of simply going on. */
public sealed interface Fault {
    /** Faults after which nothing more is sent. */
    enum Ending implements Fault {
        /** FIN without a TLS goodbye. The connection stays readable, so the client's closing is still seen. */
        FINISH,
        /** FIN, and the socket is gone: what the client sends afterwards is answered by RST, as when a process ends. */
        CLOSE,
        /** RST. What the client's kernel has is still delivered to it; what waits in ours is lost. */
        RESET,
        /** Silence on an open connection until the client or the test ends it. */
        HANG
    }

    /** Waits at the gate, then goes on. */
    record Wait(Gate gate) implements Fault {}

    /** Says nothing for that long, then goes on. */
    record Pause(Duration time) implements Fault {}

    /** Sends the bytes again and again until the client goes. */
    record Flood(byte[] bytes) implements Fault {
        public Flood(String text) {
            this(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
