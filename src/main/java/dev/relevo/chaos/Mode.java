package dev.relevo.chaos;

import dev.relevo.config.OnCut;
import dev.relevo.faulty.Script;
import java.util.List;

/**
 * One way to fail.
 *
 * @param name for the table and for {@code --mode}
 * @param place what meets connections
 * @param play what meets requests, where connections reach that far
 * @param pace how long a fault takes and what it leaves behind
 * @param kinds which answers it concerns
 * @param cuts whether an answer may break off after its content began, so that every policy for cut streams is tried
 * @param provider more members of the faulty providers, in YAML
 * @param pool more members of the pools, in YAML
 */
record Mode(String name, Place place, Play play, Pace pace, Kinds kinds, boolean cuts, String provider, String pool) {

    /** What an upstream does to one request. */
    @FunctionalInterface
    interface Play {
        Script play(Asked asked);
    }

    /** How long a fault takes, and how it is made to be met often though breakers open and targets rest. */
    enum Pace {
        /** No time. One request in four meets it, so that breakers mostly stay closed. */
        QUICK,
        /** No time, and it rests the target for long. Every request meets it, until the target rests. */
        RESTING,
        /** As long as a timeout, or much work. Every request meets it, until a breaker opens. */
        SLOW;

        boolean meets(int request) {
            return this != QUICK || request % 4 == 0;
        }
    }

    enum Kinds {
        BOTH,
        PLAIN,
        STREAM;

        boolean include(boolean stream) {
            return this == BOTH || (this == STREAM) == stream;
        }
    }

    /** A quick one, of both kinds, that breaks no answer off. */
    static Mode of(String name, Play play) {
        return new Mode(name, Place.LISTENING, play, Pace.QUICK, Kinds.BOTH, false, "", "");
    }

    /** One that meets connections. */
    static Mode at(Place place, String name) {
        return new Mode(name, place, Asked::whole, Pace.QUICK, Kinds.BOTH, false, "", "");
    }

    /** Those to try: none where it does not concern such answers. */
    List<OnCut> policies(boolean stream) {
        if (!kinds.include(stream)) {
            return List.of();
        }
        return cuts && stream ? List.of(OnCut.values()) : List.of(OnCut.ERROR);
    }

    Mode pace(Pace other) {
        return new Mode(name, place, play, other, kinds, cuts, provider, pool);
    }

    Mode only(Kinds other) {
        return new Mode(name, place, play, pace, other, cuts, provider, pool);
    }

    Mode cutting() {
        return new Mode(name, place, play, pace, kinds, true, provider, pool);
    }

    Mode provider(String members) {
        return new Mode(name, place, play, pace, kinds, cuts, members, pool);
    }

    Mode pool(String members) {
        return new Mode(name, place, play, pace, kinds, cuts, provider, members);
    }
}
