package dev.relevo.quota;

/** Is told at once of what must not be forgotten: a scope begins to rest, or a limit of it is spent. */
public interface Urgent {
    /** Returns when it may be relied on; called by the thread that found it out, without any lock. */
    void changed(ScopeState state);
}
