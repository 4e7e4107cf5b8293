package dev.relevo.soak;

import dev.relevo.chaos.Finding;
import dev.relevo.chaos.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What became of all clients so far; safe for use by many threads. */
final class Tally {
    private static final int DETAILS = 10;

    private final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    private final Map<Habit, Integer> habits = new EnumMap<>(Habit.class);
    private final List<String> details = new ArrayList<>();

    synchronized void add(Habit habit, Finding finding) {
        habits.merge(habit, 1, Integer::sum);
        blame(finding);
    }

    /** Something that is not known of which client. */
    synchronized void blame(Finding finding) {
        verdicts.merge(finding.verdict(), 1, Integer::sum);
        if (finding.verdict().bad() && details.size() < DETAILS) {
            details.add(finding.verdict() + " " + finding.detail());
        }
    }

    synchronized int count(Verdict verdict) {
        return verdicts.getOrDefault(verdict, 0);
    }

    synchronized int count(Habit habit) {
        return habits.getOrDefault(habit, 0);
    }

    /** All clients. */
    synchronized int clients() {
        return habits.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Of the first that were bad. */
    synchronized List<String> details() {
        return List.copyOf(details);
    }
}
