package dev.relevo.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a provider departs from the OpenAI format; a preset declares it. Patterns are looked for anywhere in a body.
 *
 * @param drop request fields that it refuses
 * @param rename request fields that it knows by another name, which takes the place of the path's last step
 * @param replace request fields, and texts in them that it knows by another one: {@code messages[].role: {developer:
 *     system}}
 * @param maxTokensField the top-level field a {@code max-tokens} of ours goes into
 * @param gaps bodies of a 400 or 422 that tell of the provider's own gap, not of a mistake of the client's
 * @param keyErrors bodies of a 400 or 403 that really say that our key is wrong
 * @param accountLimits bodies of a 429 that tell of a limit of the whole account, not of the model's
 * @param overloads bodies of a 429 that tell that the provider is overloaded, not that a limit of ours is reached
 * @param repairs what is mended in its answers
 * @param continues how its models are asked to go on with a text that broke off elsewhere
 */
public record Quirks(
        Set<FieldPath> drop,
        Map<FieldPath, String> rename,
        Map<FieldPath, Map<String, String>> replace,
        String maxTokensField,
        List<Pattern> gaps,
        List<Pattern> keyErrors,
        List<Pattern> accountLimits,
        List<Pattern> overloads,
        Set<Repair> repairs,
        Continuation continues) {
    public static final Quirks NONE = new Quirks(
            Set.of(),
            Map.of(),
            Map.of(),
            "max_tokens",
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Set.of(),
            Continuation.NONE);

    public Quirks {
        drop = Set.copyOf(drop);
        rename = Map.copyOf(rename);
        replace = Map.copyOf(replace);
        gaps = List.copyOf(gaps);
        keyErrors = List.copyOf(keyErrors);
        accountLimits = List.copyOf(accountLimits);
        overloads = List.copyOf(overloads);
        repairs = Set.copyOf(repairs);
    }
}
