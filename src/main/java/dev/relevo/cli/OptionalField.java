package dev.relevo.cli;

import dev.relevo.upstream.Refusal;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Optional fields of a chat request that clients often send and some providers refuse. */
final class OptionalField {
    /** Each with a value that changes nothing. */
    private static final Map<String, String> VALUES = new TreeMap<>(Map.ofEntries(
            Map.entry("frequency_penalty", "0"),
            Map.entry("logit_bias", "{}"),
            Map.entry("logprobs", "false"),
            Map.entry("n", "1"),
            Map.entry("presence_penalty", "0"),
            Map.entry("response_format", "{\"type\":\"text\"}"),
            Map.entry("seed", "1"),
            Map.entry("service_tier", "\"auto\""),
            Map.entry("stop", "[\"relevo\"]"),
            Map.entry("store", "false"),
            Map.entry("temperature", "1"),
            Map.entry("top_p", "1"),
            Map.entry("user", "\"relevo\"")));

    private OptionalField() {}

    /** Members for a request, each after a comma, without those that are already known to be refused. */
    static String json(Set<String> refused) {
        StringBuilder json = new StringBuilder();
        VALUES.forEach((name, value) -> {
            if (!refused.contains(name)) {
                json.append(",\"").append(name).append("\":").append(value);
            }
        });
        return json.toString();
    }

    /** The fields that a refusal blames; none unless it speaks of the request. */
    static Set<String> namedIn(Refusal refusal) {
        Set<String> named = new LinkedHashSet<>();
        if (refusal.status() != 400 && refusal.status() != 422) {
            return named;
        }
        for (String name : VALUES.keySet()) {
            if (name.equals(refusal.error().param())
                    || isNamed(name, Objects.toString(refusal.error().message()))) {
                named.add(name);
            }
        }
        return named;
    }

    /** In quotes or behind a dot, as {@code body.seed}; words that no prose has count without. */
    private static boolean isNamed(String field, String message) {
        String name = Pattern.quote(field);
        String bare = field.contains("_") || field.equals("logprobs") ? "|\\b" + name + "\\b" : "";
        return Pattern.compile("(['\"`.])" + name + "\\b" + bare)
                .matcher(message)
                .find();
    }
}
