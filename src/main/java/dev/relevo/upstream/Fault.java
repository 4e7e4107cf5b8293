package dev.relevo.upstream;

import dev.relevo.dialect.ScopeKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Whose fault a rejection is, and so who rests for how long, what a client is told, and whether others are asked. */
public enum Fault {
    /** The client's: its request would be refused anywhere. Content policies are its matter too. */
    CLIENT("the request was refused", null, Duration.ZERO, Fault.AS_SAID, false),
    /** Our key's. */
    KEY("the API key was refused", ScopeKind.KEY, Duration.ofMinutes(10), 502, true),
    /** Our account's: balance, suspension. */
    ACCOUNT("the account was refused", ScopeKind.ACCOUNT, Duration.ofHours(24), 502, true),
    /** This key may not use the model. */
    MODEL_DENIED("the model is not for this key", ScopeKind.TARGET, Duration.ofHours(1), 502, true),
    /** The model does not exist there. */
    MODEL_MISSING("the model was not found", ScopeKind.MODEL, Duration.ofHours(1), 404, true),
    /** The provider's own: it lacks something that others have. */
    PROVIDER_GAP("the provider cannot serve this request", null, Duration.ZERO, Fault.AS_SAID, true),
    /** The prompt is too long for this model; it may fit a larger one. */
    TOO_LONG("the prompt is too long for the model", null, Duration.ZERO, 400, true),
    /** The request alone is larger than this key's limit per minute. */
    TOO_LARGE("the request is larger than the limit", null, Duration.ZERO, 413, true);

    private static final int AS_SAID = 0;

    private final String words;
    private final @Nullable ScopeKind rests;
    private final Duration rest;
    private final int status;
    private final boolean elsewhere;

    Fault(String words, @Nullable ScopeKind rests, Duration rest, int status, boolean elsewhere) {
        this.words = words;
        this.rests = rests;
        this.rest = rest;
        this.status = status;
        this.elsewhere = elsewhere;
    }

    String words() {
        return words;
    }

    /** What rests; null for nothing. */
    public @Nullable ScopeKind rests() {
        return rests;
    }

    /** For how long, where the provider names no time. */
    public Duration rest() {
        return rest;
    }

    /** The HTTP status that tells a client truthfully, where the provider said that one. */
    public int status(int said) {
        return status == AS_SAID ? said : status;
    }

    /** Whether another target may do better. */
    boolean elsewhere() {
        return elsewhere;
    }

    /** Whether it lies with the request, so that waiting would not help. */
    public boolean isOfRequest() {
        return rests == null;
    }
}
