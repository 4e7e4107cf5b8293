package dev.relevo.cli;

import dev.relevo.config.Continuation;
import dev.relevo.config.Entry;
import dev.relevo.config.OnCut;
import dev.relevo.config.Provider;
import dev.relevo.config.Secret;
import dev.relevo.config.Settings;
import dev.relevo.config.Target;
import dev.relevo.config.Terms;
import dev.relevo.dialect.BadRequest;
import dev.relevo.dialect.Encoding;
import dev.relevo.dialect.Operation;
import dev.relevo.dialect.Request;
import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import dev.relevo.upstream.Answer;
import dev.relevo.upstream.Attempt;
import dev.relevo.upstream.ConnectionPool;
import dev.relevo.upstream.Holding;
import dev.relevo.upstream.Line;
import dev.relevo.upstream.ModelList;
import dev.relevo.upstream.Outcome;
import dev.relevo.upstream.Phase;
import dev.relevo.upstream.Redaction;
import dev.relevo.upstream.Wait;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks one provider with one of its keys: its models, one token of one model, and what it takes besides. */
final class Probe {
    private static final Holding HOLDING = new Holding(1 << 20, OnCut.ERROR, false);
    /** One with every optional field, one without those that were refused. */
    private static final int MOST_ROUNDS = 2;

    private final Settings settings;
    private final Provider provider;
    private final int keyOrdinal;
    private final ConnectionPool connections;
    private final Redaction redaction;
    private final Deadline until;
    private final Clock clock;

    /** @param keyOrdinal 1 for the first key, also where the provider needs none */
    Probe(
            Settings settings,
            Provider provider,
            int keyOrdinal,
            ConnectionPool connections,
            Deadline until,
            Clock clock) {
        this.settings = settings;
        this.provider = provider;
        this.keyOrdinal = keyOrdinal;
        this.connections = connections;
        this.redaction = new Redaction(settings.providers());
        this.until = until;
        this.clock = clock;
    }

    KeyReport run() {
        ModelList list = ModelList.of(provider, key(), connections, until);
        List<String> models = models(list);
        if (models.isEmpty()) {
            return new KeyReport(provider, keyOrdinal, list, models, null, Set.of());
        }
        Outcome outcome = ask(models.getFirst(), "");
        if (outcome instanceof Answer answer) {
            answer.close();
        }
        boolean tellsFields = keyOrdinal == 1 && outcome instanceof Answer;
        Set<String> refused = tellsFields ? refusedFields(models.getFirst()) : Set.of();
        return new KeyReport(provider, keyOrdinal, list, models, outcome, refused);
    }

    /** The optional fields that the provider names when it refuses a request that has them all. */
    private Set<String> refusedFields(String model) {
        Set<String> refused = new LinkedHashSet<>();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Outcome outcome = ask(model, OptionalField.json(refused));
            if (outcome instanceof Answer answer) {
                answer.close();
                return refused;
            }
            Outcome.Failure failure = (Outcome.Failure) outcome;
            if (failure.refusal() == null || !refused.addAll(OptionalField.namedIn(failure.refusal()))) {
                return refused;
            }
        }
        return refused;
    }

    /** @param more members of the request, each after a comma */
    private Outcome ask(String model, String more) {
        Target target = new Target(
                provider,
                model,
                key(),
                keyOrdinal,
                1,
                provider.supports().of(model),
                null,
                Continuation.NONE,
                Terms.NONE);
        Line line = new Line(provider, target.key(), connections, redaction);
        Request request = request(more);
        Wait wait = Wait.of(provider.timeouts(), false, clock.nanos()).endingBy(Phase.TOTAL, until);
        return new Attempt(line, target, request, HOLDING, wait, clock).run(Encoding.encode(request, target));
    }

    private static Request request(String more) {
        String json = "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Say yes.\"}]"
                + more + "}";
        try {
            return Request.read(Operation.CHAT, json.getBytes(StandardCharsets.UTF_8));
        } catch (BadRequest e) {
            throw new IllegalStateException(e);
        }
    }

    private @Nullable Secret key() {
        return provider.keys().isEmpty() ? null : provider.keys().get(keyOrdinal - 1);
    }

    /** The models that targets name, else the provider's own default, else the first of its list. */
    private List<String> models(ModelList list) {
        Set<String> named = settings.aliases().stream()
                .flatMap(alias -> alias.entries().stream())
                .filter(entry -> entry.provider().equals(provider.name()))
                .map(Entry::model)
                .filter(model -> model != null)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (named.isEmpty() && provider.defaultModel() != null) {
            named.add(provider.defaultModel());
        }
        if (named.isEmpty() && list instanceof ModelList.Listed(List<String> ids) && !ids.isEmpty()) {
            named.add(ids.getFirst());
        }
        return new ArrayList<>(named);
    }
}
