package dev.relevo;

import dev.relevo.config.Hosts;
import dev.relevo.config.Server;
import java.util.ArrayList;
import java.util.List;

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
        Server kept = new Server(
                running.host(),
                running.port(),
                wanted.defaultAlias(),
                wanted.directModels(),
                wanted.admittance(),
                wanted.limits(),
                wanted.logging(),
                wanted.drainGrace(),
                running.stateDir());
        if (kept.admittance().loopbackOnly() && !Hosts.isLoopback(kept.host())) {
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
