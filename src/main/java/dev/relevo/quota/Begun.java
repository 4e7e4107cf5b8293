package dev.relevo.quota;

import dev.relevo.dialect.ScopeKind;

/** How many attempts had begun in each scope of a target at some moment. */
record Begun(long key, long account, long model, long target) {
    static final Begun NONE = new Begun(0, 0, 0, 0);

    /** How many had begun since. */
    long until(Begun later, ScopeKind kind) {
        return later.of(kind) - of(kind);
    }

    private long of(ScopeKind kind) {
        return switch (kind) {
            case ENDPOINT -> 0;
            case KEY -> key;
            case ACCOUNT -> account;
            case MODEL -> model;
            case TARGET -> target;
        };
    }
}
