package dev.relevo.dialect;

import java.util.HashMap;
import java.util.Map;

/**
 * Who of one object's members is sent under a name that a rename gives: the one that says something, else the one that
 * bears it already.
 */
final class Claims {
    private final Map<String, Claim> winners = new HashMap<>();

    private record Claim(int place, boolean says, boolean bears) {
        Claim against(Claim other) {
            if (says != other.says) {
                return says ? this : other;
            }
            return bears ? this : other;
        }
    }

    /**
     * Takes a claim.
     *
     * @param place of the member's name, which stands for the member
     * @param says whether its value is not null
     * @param bears whether it has the name already
     */
    void add(String name, int place, boolean says, boolean bears) {
        winners.merge(name, new Claim(place, says, bears), Claim::against);
    }

    /** Whether the member at that place lost the name to another one. */
    boolean lost(String name, int place) {
        Claim winner = winners.get(name);
        return winner != null && winner.place != place;
    }
}
