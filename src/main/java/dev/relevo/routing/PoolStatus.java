package dev.relevo.routing;

import java.util.List;

/**
 * A pool at one moment, for people.
 *
 * @param strategy as files spell it
 * @param waiting requests that wait for room
 * @param places its targets, lower tiers first, in the file's order
 */
public record PoolStatus(String alias, String strategy, int waiting, List<Place> places) {
    public PoolStatus {
        places = List.copyOf(places);
    }

    /** A target's place in a pool. */
    public record Place(String target, int tier, int weight) {}
}
