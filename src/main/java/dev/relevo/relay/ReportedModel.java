package dev.relevo.relay;

import dev.relevo.upstream.Answer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an answer says of the model that gave it, for traces: of a stream that is under way, what is held of it. */
final class ReportedModel {
    /** Where quotes stand in a text they are escaped, so that this finds a member's name. */
    private static final Pattern MEMBER = Pattern.compile("\"model\"\\s*:\\s*\"([\\w./:@+-]{1,128})\"");

    private static final int LOOKED_AT = 4096;

    private ReportedModel() {}

    /** Null where it does not, or not early enough. To be asked before anything of a stream is sent on. */
    static @Nullable String of(Answer answer) {
        return switch (answer) {
            case Answer.Whole whole -> of(whole.body(), whole.body().length);
            case Answer.Large large -> of(large.held(), large.held().length);
            case Answer.Stream stream ->
                of(stream.events().out().buffer(), stream.events().out().length());
        };
    }

    private static @Nullable String of(byte[] text, int length) {
        String beginning = new String(text, 0, Math.min(length, LOOKED_AT), StandardCharsets.ISO_8859_1);
        Matcher member = MEMBER.matcher(beginning);
        return member.find() ? member.group(1) : null;
    }
}
