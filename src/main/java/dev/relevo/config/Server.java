package dev.relevo.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The listener, and what holds for the whole process.
 *
 * @param host address to listen on
 * @param port 1 to 65535, or 0 for any free one
 * @param defaultAlias where a model name goes that is neither an alias nor a target; null refuses it
 * @param directModels whether clients may ask for {@code provider/model}
 * @param drainGrace how long open requests may go on after a stop was asked for
 * @param stateDir folder for what outlives the process, relative to the working directory
 * @param usageRetention how long it is known what was used, in whole days
 * @param tls null for plain HTTP
 * @param tracing null for none
 */
public record Server(
        String host,
        int port,
        @Nullable String defaultAlias,
        boolean directModels,
        Admittance admittance,
        Limits limits,
        Logging logging,
        Duration drainGrace,
        Path stateDir,
        Duration usageRetention,
        @Nullable ServerTls tls,
        @Nullable Tracing tracing) {
    public static final Server DEFAULT = new Server(
            "127.0.0.1",
            3000,
            null,
            true,
            Admittance.LOOPBACK,
            Limits.DEFAULT,
            Logging.DEFAULT,
            Duration.ofSeconds(30),
            Path.of(".relevo"),
            Duration.ofDays(90),
            null,
            null);

    public Server withAddress(String otherHost, int otherPort) {
        return new Server(
                otherHost,
                otherPort,
                defaultAlias,
                directModels,
                admittance,
                limits,
                logging,
                drainGrace,
                stateDir,
                usageRetention,
                tls,
                tracing);
    }

    public Server withAdmittance(Admittance other) {
        return new Server(
                host,
                port,
                defaultAlias,
                directModels,
                other,
                limits,
                logging,
                drainGrace,
                stateDir,
                usageRetention,
                tls,
                tracing);
    }

    public Server withLimits(Limits other) {
        return new Server(
                host,
                port,
                defaultAlias,
                directModels,
                admittance,
                other,
                logging,
                drainGrace,
                stateDir,
                usageRetention,
                tls,
                tracing);
    }

    public Server withDefaultAlias(@Nullable String other) {
        return new Server(
                host,
                port,
                other,
                directModels,
                admittance,
                limits,
                logging,
                drainGrace,
                stateDir,
                usageRetention,
                tls,
                tracing);
    }

    public Server withStateDir(Path other) {
        return new Server(
                host,
                port,
                defaultAlias,
                directModels,
                admittance,
                limits,
                logging,
                drainGrace,
                other,
                usageRetention,
                tls,
                tracing);
    }

    public Server withTls(@Nullable ServerTls other) {
        return new Server(
                host,
                port,
                defaultAlias,
                directModels,
                admittance,
                limits,
                logging,
                drainGrace,
                stateDir,
                usageRetention,
                other,
                tracing);
    }
}
