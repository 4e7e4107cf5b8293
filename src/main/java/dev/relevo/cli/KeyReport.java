package dev.relevo.cli;

import dev.relevo.config.Provider;
import dev.relevo.upstream.Answer;
import dev.relevo.upstream.ModelList;
import dev.relevo.upstream.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one provider said to one of its keys.
 *
 * @param keyOrdinal 1 for the first
 * @param models those that are configured; the first one was asked for a token
 * @param chat what came of that; null if there is no model to ask
 * @param refusedFields optional fields that it names as such when it refuses a request
 */
record KeyReport(
        Provider provider,
        int keyOrdinal,
        ModelList list,
        List<String> models,
        @Nullable Outcome chat,
        Set<String> refusedFields) {
    KeyReport {
        models = List.copyOf(models);
        refusedFields = Set.copyOf(refusedFields);
    }

    boolean answers() {
        return chat instanceof Answer;
    }

    /** Provider, key, models, chat, TTFT. */
    List<String> row() {
        String key = provider.keys().isEmpty() ? "none" : "#" + keyOrdinal;
        String listed = list instanceof ModelList.Listed(List<String> ids) ? Integer.toString(ids.size()) : "-";
        String ttft = chat instanceof Answer answer ? answer.ttft().toMillis() + " ms" : "-";
        return List.of(provider.name(), key, listed, ttft, chatWords());
    }

    private String chatWords() {
        return switch (chat) {
            case null -> "no model is configured, and none is listed";
            case Answer _ -> "ok: " + models.getFirst();
            case Outcome.Abandoned _ -> models.getFirst() + ": no answer in time";
            case Outcome.Failure failure -> models.getFirst() + ": " + failure.reason();
        };
    }

    /** What does not fit into the row, a line each. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (list instanceof ModelList.Unlisted(String why)) {
            remarks.add("models: " + why);
        }
        missingModels().forEach(model -> remarks.add("models: " + model + " is not in its list"));
        if (chat instanceof Answer answer) {
            List<String> limits = new ArrayList<>();
            answer.headers().forEach((name, value) -> {
                if (name.toLowerCase(Locale.ROOT).startsWith("x-ratelimit-")) {
                    limits.add(name + ": " + value);
                }
            });
            limits.forEach(limit -> remarks.add("limit: " + limit));
        }
        if (!refusedFields.isEmpty()) {
            remarks.add("refuses: "
                    + String.join(", ", refusedFields.stream().sorted().toList()));
        }
        return remarks;
    }

    /** Some list their models with a prefix that requests may leave out. */
    private List<String> missingModels() {
        if (!(list instanceof ModelList.Listed(List<String> ids)) || ids.isEmpty()) {
            return List.of();
        }
        return models.stream()
                .filter(model -> ids.stream().noneMatch(id -> id.equals(model) || id.endsWith("/" + model)))
                .toList();
    }
}
