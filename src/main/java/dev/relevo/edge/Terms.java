package dev.relevo.edge;

import dev.relevo.config.Limits;
import dev.relevo.config.Server;
import java.time.Duration;

/**
 * What holds for a request; a reload of the configuration replaces it as a whole.
 *
 * @param connection the limits, as far as they concern the bytes of one connection
 */
record Terms(Access access, Limits limits, ConnectionLimits connection) {
    private static final Duration IDLE = Duration.ofSeconds(75);

    static Terms of(Server settings, AccessKeys keys) {
        return new Terms(new Access(settings.admittance(), keys), settings.limits(), connection(settings.limits()));
    }

    private static ConnectionLimits connection(Limits limits) {
        long framing = limits.maxBody() / 4;
        long requestBytes = limits.maxHeader() + limits.maxBody() + framing;
        return new ConnectionLimits(
                IDLE,
                limits.headerTimeout(),
                limits.maxHeader(),
                requestBytes,
                limits.minBodyRate(),
                limits.writeStall());
    }
}
