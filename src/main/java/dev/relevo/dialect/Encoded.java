package dev.relevo.dialect;

import dev.relevo.config.Repair;
import java.util.List;
import java.util.Set;

/**
 * A request as one target gets it.
 *
 * @param adjusted what was changed besides the model name, as told to the client, such as {@code max_tokens=4096}
 * @param usageAdded whether only we asked for the usage chunk
 * @param repairs what is to be mended in the answer where it needs it
 */
public record Encoded(byte[] body, List<String> adjusted, boolean usageAdded, Set<Repair> repairs) {}
