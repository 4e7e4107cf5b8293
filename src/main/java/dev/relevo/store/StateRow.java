package dev.relevo.store;

/**
 * One fact of a scope that outlives the process: a rest, or what was used of a limit in a window.
 *
 * @param scope who it is about, without secrets
 * @param name what it is, among the scope's facts
 * @param until when it ends, in milliseconds since the Unix epoch; {@link Long#MAX_VALUE} for never
 * @param used how much was used until then; zero where nothing is counted
 * @param value the rest of it, as whoever wrote it reads it
 * @param writtenMillis since the Unix epoch: a clock that shows less now was set back
 */
public record StateRow(String scope, String name, long until, long used, String value, long writtenMillis) {

    /** What two rows on the same fact have in common. */
    record Key(String scope, String name) {}

    Key key() {
        return new Key(scope, name);
    }

    /** Whether both tell the same, whenever they were written. */
    boolean tells(StateRow other) {
        return until == other.until && used == other.used && value.equals(other.value);
    }
}
