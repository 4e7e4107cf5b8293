package dev.relevo.stats;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/** What the program itself has to say, as JSON lines like those of the access log. For a handler of java.util.logging. */
public final class JsonFormatter extends Formatter {
    @Override
    public String format(LogRecord said) {
        StringBuilder line = new StringBuilder(256);
        JsonLines.message(
                line,
                said.getMillis(),
                said.getLevel().getName(),
                String.valueOf(said.getLoggerName()),
                formatMessage(said),
                trace(said.getThrown()));
        return line.toString();
    }

    private static @Nullable String trace(@Nullable Throwable thrown) {
        if (thrown == null) {
            return null;
        }
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
