package dev.relevo.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What a simulation showed. */
public final class Report {
    private final List<Line> limits = new ArrayList<>();
    private final Tallies tallies;

    /**
     * What became of one limit.
     *
     * @param scope whose limit it is
     * @param limit as a file spells it
     * @param existed as much as could have been used in all
     * @param mostUsed the most that ever counted at once, by the provider's own count
     * @param refusals of the provider for that limit
     * @param mostInWindow the most of those in one window
     * @param mostLater the same without the first ten periods
     */
    public record Line(
            String scope,
            String limit,
            boolean money,
            double existed,
            long most,
            long used,
            long mostUsed,
            long refusals,
            int mostInWindow,
            int mostLater) {
        /** How much of what existed was used; one is all of it. */
        public double share() {
            return existed == 0 ? 1 : used / existed;
        }
    }

    Report(World world, Tallies tallies, Duration whole) {
        this.tallies = tallies;
        for (TrueScope scope : world.scopes()) {
            for (TrueLimit limit : scope.limits()) {
                limits.add(new Line(
                        scope.name(),
                        limit.limit().toString(),
                        !limit.isTheirs(),
                        limit.existed(whole),
                        limit.limit().most(),
                        limit.used(),
                        limit.mostUsed(),
                        limit.refusals(),
                        limit.mostRefusalsInWindow(),
                        limit.mostRefusalsLater()));
            }
        }
    }

    /** Each limit, scope by scope. */
    public List<Line> limits() {
        return List.copyOf(limits);
    }

    /** Of each scope the limit that was used best, which is the one that it ran into. */
    public List<Line> binding() {
        return limits.stream()
                .map(Line::scope)
                .distinct()
                .map(scope -> limits.stream()
                        .filter(line -> line.scope().equals(scope))
                        .max(Comparator.comparingDouble(Line::share))
                        .orElseThrow())
                .toList();
    }

    Tallies tallies() {
        return tallies;
    }

    /** Client requests, refused ones included. */
    public long requests() {
        return tallies.requests();
    }

    public long answered() {
        return tallies.answered();
    }

    /** Requests that were refused although some target had room for them. */
    public long refusedInSpite() {
        return tallies.refusedInSpite();
    }

    /** Jain's index among clients, from its reciprocal number to one. */
    public double fairness() {
        return tallies.fairness();
    }

    /** For people. */
    public List<String> lines() {
        return Table.lines(this);
    }

    /** For programs: a JSON object for each limit, for each client and for the whole. */
    public List<String> json() {
        return Json.lines(this);
    }

    @Override
    public String toString() {
        return String.join("\n", lines());
    }
}
