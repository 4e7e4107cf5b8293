package dev.relevo.dialect;

/** What a piece of evidence condemns; never more than it proves. */
public enum ScopeKind {
    /** Connections to a base URL: refused, TLS, name look-up. */
    ENDPOINT,
    /** An API key: authentication. */
    KEY,
    /** Everything behind one provider's account: balance, suspension, limits that span models. */
    ACCOUNT,
    /** A model at a provider, whichever key asks: its health, "no such model". */
    MODEL,
    /** A model as one key sees it: the limits that most providers set. */
    TARGET
}
