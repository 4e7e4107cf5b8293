package dev.relevo.dialect;

import java.util.List;

/**
 * A request as one target gets it.
 *
 * @param adjusted what was changed besides the model name, as told to the client, such as {@code max_tokens=4096}
 * @param usageAdded whether only we asked for the usage chunk
 */
public record Encoded(byte[] body, List<String> adjusted, boolean usageAdded) {}
