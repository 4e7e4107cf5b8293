package dev.relevo.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a provider departs from the OpenAI format; a preset declares it. Patterns are looked for anywhere in a body.
 *
 * @param drop top-level request fields that it refuses
 * @param rename top-level request fields that it knows by another name
 * @param maxTokensField the field a {@code max-tokens} of ours goes into
 * @param gaps bodies of a 400 or 422 that tell of the provider's own gap, not of a mistake of the client's
 * @param keyErrors bodies of a 400 or 403 that really say that our key is wrong
 */
public record Quirks(
        Set<String> drop,
        Map<String, String> rename,
        String maxTokensField,
        List<Pattern> gaps,
        List<Pattern> keyErrors) {
    public static final Quirks NONE = new Quirks(Set.of(), Map.of(), "max_tokens", List.of(), List.of());

    public Quirks {
        drop = Set.copyOf(drop);
        rename = Map.copyOf(rename);
        gaps = List.copyOf(gaps);
        keyErrors = List.copyOf(keyErrors);
    }
}
