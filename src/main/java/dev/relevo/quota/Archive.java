package dev.relevo.quota;

import dev.relevo.time.Clock;
import java.time.DateTimeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What outlives the process: told when asked for, told at once if it must not be forgotten, and taken up again. */
final class Archive {
    private final Object lock;
    private final Clock clock;
    private final Register register = new Register(this::tell);

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
        return present().stream().map(this::state).toList();
    }

    private List<Scope> present() {
        synchronized (lock) {
            register.forget(Moment.of(clock));
            return List.copyOf(register.all());
        }
    }

    /** @param lastSecond whether more may have been used than they tell */
    void restore(List<ScopeState> states, boolean lastSecond) {
        synchronized (lock) {
            for (ScopeState state : states) {
                try {
                    register.known(state.scope()).recall(state, lastSecond, clock);
                } catch (IllegalArgumentException | DateTimeException _) {
                    // Another version wrote it: it starts afresh.
                }
            }
            register.forget(Moment.of(clock));
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
