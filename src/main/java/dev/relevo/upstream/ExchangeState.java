package dev.relevo.upstream;

/** What an exchange holds. Every change is one atomic step, so that a connection always has exactly one owner. */
sealed interface ExchangeState permits ExchangeState.Unconnected, Connecting, Connection, ExchangeState.Over {
    /** Nothing yet. */
    enum Unconnected implements ExchangeState {
        UNCONNECTED
    }

    /**
     * Nothing ever again.
     *
     * @param why what whoever still uses the exchange gets
     */
    record Over(ExchangeFailure why) implements ExchangeState {}
}
