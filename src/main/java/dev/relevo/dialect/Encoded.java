package dev.relevo.dialect;

import dev.relevo.config.Repair;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request as one target gets it.
 *
 * @param adjusted what was changed besides the model name, as told to the client, such as {@code max_tokens=4096}
 * @param usageAdded whether only we asked for the usage chunk
 * @param repairs what is to be mended in the answer where it needs it
 * @param continued what the client has of the answer already and the target is asked to go on with; null for a new answer
 * @param echoes whether the target is known to say that again first
 */
public record Encoded(
        byte[] body,
        List<String> adjusted,
        boolean usageAdded,
        Set<Repair> repairs,
        @Nullable SoFar continued,
        boolean echoes) {}
