package dev.relevo;

import dev.relevo.config.Hosts;
import dev.relevo.config.Server;
import dev.relevo.config.ServerTls;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What of the server's settings can change while it runs.
 *
 * @param applied the settings to run with from now on
 * @param postponed a sentence for each change that takes a restart
 */
record ServerChange(Server applied, List<String> postponed) {

    static ServerChange of(Server running, Server wanted) {
        List<String> postponed = new ArrayList<>();
        postpone(postponed, "server.host", running.host(), wanted.host());
        postpone(postponed, "server.port", running.port(), wanted.port());
        postpone(postponed, "server.state-dir", running.stateDir(), wanted.stateDir());
        ServerTls change = wanted.tls();
        if ((running.tls() == null) != (change == null)) {
            postponed.add("server.tls takes a restart to begin or to end");
        }
        if (!Objects.equals(running.tracing(), wanted.tracing())) {
            postponed.add("server.tracing takes a restart to change");
        }
        Server kept = new Server(
                running.host(),
                running.port(),
                wanted.defaultAlias(),
                wanted.directModels(),
                wanted.admittance(),
                wanted.limits(),
                wanted.logging(),
                wanted.drainGrace(),
                running.stateDir(),
                wanted.usageRetention(),
                change == null || running.tls() == null ? running.tls() : change,
                running.tracing());
        if (kept.admittance().loopbackOnly()
                && !running.admittance().loopbackOnly()
                && !Hosts.isLoopback(kept.host())) {
            postponed.add("server.api-keys stay in force until a restart: without them only loopback may listen, and "
                    + kept.host() + " is not");
            kept = kept.withAdmittance(running.admittance());
        }
        return new ServerChange(kept, postponed);
    }

    private static void postpone(List<String> postponed, String key, Object running, Object wanted) {
        if (!running.equals(wanted)) {
            postponed.add(key + " stays " + running + " until a restart (the file says " + wanted + ")");
        }
    }
}
