package dev.relevo.upstream;

/** Whose fault a rejection is. */
public enum Fault {
    /** The client's: its request would be refused anywhere. */
    CLIENT("the request was refused"),
    /** Our key's. */
    KEY("the API key was refused"),
    /** Our account's: balance, suspension. */
    ACCOUNT("the account was refused"),
    /** This key may not use the model. */
    MODEL_DENIED("the model is not for this key"),
    /** The model does not exist there. */
    MODEL_MISSING("the model was not found"),
    /** The provider's own: it lacks something that others have. */
    PROVIDER_GAP("the provider cannot serve this request"),
    /** The prompt is too long for this model. */
    TOO_LONG("the prompt is too long for the model"),
    /** The request alone is larger than this key's limit per minute. */
    TOO_LARGE("the request is larger than the limit");

    private final String words;

    Fault(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
