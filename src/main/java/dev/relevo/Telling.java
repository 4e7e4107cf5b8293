package dev.relevo;

import dev.relevo.config.Logging;
import dev.relevo.config.Secret;
import dev.relevo.config.Settings;
import dev.relevo.stats.LogLevel;
import dev.relevo.stats.LogStyle;
import dev.relevo.stats.Tracing;
import dev.relevo.upstream.Redaction;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How settings want requests to be told of, in the log and to a collector of traces. */
final class Telling {
    private Telling() {}

    static Redaction redaction(Settings known) {
        return new Redaction(known.providers(), known.server().admittance().keys());
    }

    static LogStyle style(Settings known) {
        Logging logging = known.server().logging();
        Redaction redaction = redaction(known);
        return new LogStyle(
                logging.json(),
                LogLevel.valueOf(logging.level().name()),
                logging.bodies(),
                redaction::clean,
                redaction.longest());
    }

    /**
     * Null where nobody traces; then nothing of the library is loaded.
     *
     * @param redaction takes out the secrets of the present settings
     */
    static @Nullable Tracing tracing(Settings known, UnaryOperator<String> redaction) {
        dev.relevo.config.Tracing wanted = known.server().tracing();
        if (wanted == null) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        wanted.headers().forEach((name, value) -> headers.put(name, secret(value)));
        return new Tracing(wanted.endpoint().toString(), headers, wanted.sampleRatio(), redaction);
    }

    private static String secret(Secret value) {
        return value.value();
    }
}
