package dev.relevo.relay;

import dev.relevo.config.Feature;
import dev.relevo.dialect.Request;
import dev.relevo.routing.Plan;
import dev.relevo.wire.ErrorBody;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a client is told of a request that no target could serve, however healthy. */
record Unserved(int status, ErrorBody error) {
    private static final int MOST_SHOWN = 20;
    private static final int LONGEST_NAME_SHOWN = 200;

    /** Nobody is called so. */
    static Unserved unknown(Request request, Offer offer) {
        boolean embeddings = request.operation().feature() == Feature.EMBEDDINGS;
        String others = list(embeddings ? offer.aliases(request.needs()) : offer.aliases());
        String advice = embeddings
                ? " The default alias never serves embeddings, since vectors of different models cannot be compared."
                        + " Ask for a model by its own name, provider/model, or for an alias that has one: [" + others
                        + "]."
                : " Ask for one of [" + others + "]" + (offer.directModels() ? ", for provider/model" : "")
                        + (offer.router().hasDefaultAlias()
                                ? "."
                                : ", or set server.default-alias to serve unknown names.");
        String message = "The model '" + shown(request.model()) + "' does not exist here." + advice;
        return new Unserved(404, new ErrorBody(message, "invalid_request_error", "model", "model_not_found"));
    }

    /** No target of its pool supports what it needs; null if one does. */
    static @Nullable Unserved incapable(Request request, Plan plan, Offer offer) {
        List<Plan.Lack> lacks = plan.lacks();
        if (lacks.isEmpty()) {
            return null;
        }
        Feature operation = request.operation().feature();
        if (lacks.stream().allMatch(lack -> lack.features().contains(operation))) {
            return notServed(request, lacks, offer);
        }
        Feature missing = missing(request, lacks);
        String message = "No target of '" + shown(request.model()) + "' can serve this request: " + lines(lacks) + ". "
                + elsewhere(request, offer) + "leave '" + field(missing)
                + "' out, or add what a target can do after all to its 'supports' in the configuration.";
        return new Unserved(
                400, new ErrorBody(message, "invalid_request_error", field(missing), "unsupported_feature"));
    }

    /** As OpenAI answers a chat model asked for embeddings: there is no such model at this path. */
    private static Unserved notServed(Request request, List<Plan.Lack> lacks, Offer offer) {
        String message = "The model '" + shown(request.model()) + "' does not serve "
                + request.operation().path() + ": " + lines(lacks) + ". " + elsewhere(request, offer)
                + "add a target that does, or add what one can do after all to its 'supports' in the configuration.";
        return new Unserved(404, new ErrorBody(message, "invalid_request_error", "model", "model_not_found"));
    }

    /** A limit of the server stands in its way, for a moment. */
    static ErrorBody tooManyStreams() {
        String message = "Relevo is at its limit of streamed answers (server.max-streams). Try again in 1 s.";
        return new ErrorBody(message, ErrorBody.typeOf(503), null, "server_overloaded");
    }

    private static String elsewhere(Request request, Offer offer) {
        List<String> able = offer.aliases(request.needs());
        return able.isEmpty() ? "Either " : "Ask for one of [" + list(able) + "], or ";
    }

    /** What all of them lack, if there is such a feature. */
    private static Feature missing(Request request, List<Plan.Lack> lacks) {
        return request.needs().stream()
                .sorted()
                .filter(feature ->
                        lacks.stream().allMatch(lack -> lack.features().contains(feature)))
                .findFirst()
                .orElseGet(() -> sorted(lacks.getFirst().features()).getFirst());
    }

    /** The member of a request that asks for it. */
    private static String field(Feature feature) {
        return switch (feature) {
            case CHAT, COMPLETIONS, EMBEDDINGS -> "model";
            case TOOLS -> "tools";
            case VISION, AUDIO -> "messages";
            case JSON_SCHEMA -> "response_format";
            case N -> "n";
            case LOGPROBS -> "logprobs";
        };
    }

    private static String lines(List<Plan.Lack> lacks) {
        return lacks.stream()
                .limit(MOST_SHOWN)
                .map(lack -> lack.target() + " lacks "
                        + sorted(lack.features()).stream().map(Feature::key).collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; ", "", lacks.size() > MOST_SHOWN ? "; …" : ""));
    }

    private static List<Feature> sorted(Set<Feature> features) {
        return features.stream().sorted().toList();
    }

    private static String list(List<String> names) {
        String more = names.size() > MOST_SHOWN ? ", … (GET /v1/models lists all)" : "";
        return names.stream().limit(MOST_SHOWN).collect(Collectors.joining(", ")) + more;
    }

    private static String shown(String model) {
        return model.length() > LONGEST_NAME_SHOWN ? model.substring(0, LONGEST_NAME_SHOWN) + "…" : model;
    }
}
