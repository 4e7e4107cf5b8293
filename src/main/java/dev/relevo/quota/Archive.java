package dev.relevo.quota;

import dev.relevo.time.Clock;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What outlives the process: told when asked for, told at once if it must not be forgotten, and taken up again. */
final class Archive {
    private final Object lock;
    private final Clock clock;
    private final Register register = new Register(this::tell);

    /** Of scopes that no configuration named yet. */
    private final Map<String, ScopeState> remembered = new HashMap<>();

    private boolean lastSecond;
    private volatile Urgent urgent = _ -> {};

    /** @param lock the ledger's */
    Archive(Object lock, Clock clock) {
        this.lock = lock;
        this.clock = clock;
    }

    Register register() {
        return register;
    }

    void tell(Urgent listener) {
        urgent = listener;
    }

    List<ScopeState> state() {
        return register.all().stream().map(this::state).toList();
    }

    List<ScopeState> changes() {
        List<ScopeState> changes = new ArrayList<>();
        for (Scope scope : register.all()) {
            synchronized (lock) {
                if (scope.meters().takeChange()) {
                    changes.add(scope.state(Moment.of(clock)));
                }
            }
        }
        return changes;
    }

    void restore(List<ScopeState> states, boolean withLastSecond) {
        synchronized (lock) {
            lastSecond = withLastSecond;
            states.forEach(state -> remembered.put(state.scope(), state));
            register.all().forEach(this::recall);
        }
    }

    /** Takes up what is remembered of it. With the lock. */
    void recall(Scope scope) {
        ScopeState state = remembered.remove(scope.id());
        if (state == null) {
            return;
        }
        try {
            scope.recall(state, lastSecond, clock);
        } catch (IllegalArgumentException | DateTimeException _) {
            // Another version wrote it: it starts afresh.
        }
    }

    /** Tells of limits that are spent, if nobody was told. Without the lock. */
    void tellNews(Scopes scopes, @Nullable Scope client) {
        if (scopes.hasNews()) {
            Ledger.LIMITED.forEach(kind -> tellNews(scopes.of(kind)));
        }
        if (client != null && client.meters().hasNews()) {
            tellNews(client);
        }
    }

    private void tellNews(Scope scope) {
        boolean news;
        synchronized (lock) {
            news = scope.meters().takeNews();
        }
        if (news) {
            tell(scope);
        }
    }

    private void tell(Scope scope) {
        urgent.changed(state(scope));
    }

    private ScopeState state(Scope scope) {
        synchronized (lock) {
            return scope.state(Moment.of(clock));
        }
    }
}
