package dev.relevo.quota;

import dev.relevo.quota.ScopeState.Fact;
import dev.relevo.store.StateRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the ledger knows as rows of the store, and back. */
public final class LedgerRows {
    private LedgerRows() {}

    public static List<StateRow> of(List<ScopeState> states) {
        return states.stream().flatMap(state -> of(state).stream()).toList();
    }

    public static List<StateRow> of(ScopeState state) {
        return state.facts().stream()
                .map(fact -> new StateRow(
                        state.scope(),
                        fact.name(),
                        fact.untilMillis(),
                        fact.used(),
                        fact.value(),
                        state.writtenMillis()))
                .toList();
    }

    /** A scope was last written when the latest of its rows was. */
    public static List<ScopeState> read(List<StateRow> rows) {
        Map<String, List<Fact>> facts = new LinkedHashMap<>();
        Map<String, Long> written = new LinkedHashMap<>();
        for (StateRow row : rows) {
            facts.computeIfAbsent(row.scope(), _ -> new ArrayList<>())
                    .add(new Fact(row.name(), row.until(), row.used(), row.value()));
            written.merge(row.scope(), row.writtenMillis(), Math::max);
        }
        return facts.entrySet().stream()
                .map(entry ->
                        new ScopeState(entry.getKey(), written.getOrDefault(entry.getKey(), 0L), entry.getValue()))
                .toList();
    }
}
