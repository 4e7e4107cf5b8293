package dev.relevo.quota;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.Window;
import dev.relevo.quota.ScopeState.Fact;
import dev.relevo.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Meters as facts that outlive the process, and back. */
final class Memory {
    private static final String USED = "used ";
    private static final String LIMIT = "limit ";

    private Memory() {}

    /**
     * What was used, and of a limit that no configuration sets how much it allows. Also that nothing is used any more, and that
     * a guess was given up: what was told before is overwritten.
     */
    static List<Fact> facts(Meter meter, Moment now) {
        List<Fact> facts = new ArrayList<>(2);
        if (!meter.isConfigured()) {
            facts.add(new Fact(
                    LIMIT + meter.name(),
                    ScopeState.NEVER,
                    0,
                    meter.most() + " " + meter.tally().kind()));
        }
        boolean givenUp = !meter.isConfigured() && meter.most() == Meter.UNLIMITED;
        List<Portion> portions = givenUp ? List.of() : meter.tally().portions(now);
        long until = portions.stream().mapToLong(Portion::endsMillis).max().orElse(ScopeState.NEVER);
        long used = portions.stream().mapToLong(Portion::amount).sum();
        long perSecond = portions.isEmpty() ? 0 : meter.perSecond();
        facts.add(new Fact(USED + meter.name(), until, used, perSecond + " " + Portion.text(portions)));
        return facts;
    }

    /**
     * The meter of a limit that was learned, or of one of a configuration of which something was used, whatever that allowed; null
     * if the fact is none, or that there is none any more.
     */
    static @Nullable Meter meter(Fact fact, Clock clock) {
        String[] name = fact.name().split(" ", 5);
        if (fact.name().startsWith(LIMIT) && name.length == 4) {
            return learned(name, fact, clock);
        }
        return fact.name().startsWith(USED) && name.length == 5 && fact.used() > 0 ? dormant(name, clock) : null;
    }

    private static @Nullable Meter learned(String[] name, Fact fact, Clock clock) {
        String[] value = words(fact);
        Period period = Period.valueOf(name[2]);
        long most = Math.max(1, Long.parseLong(value[0]));
        if (most == Meter.UNLIMITED) {
            return null;
        }
        Tally tally = Tally.of(value[1], period, most, clock);
        return new Meter(Quantity.valueOf(name[1]), period, Meter.Source.valueOf(name[3]), null, tally, most);
    }

    private static Meter dormant(String[] name, Clock clock) {
        Period period = Period.valueOf(name[2]);
        Tally tally = Tally.of(name[4], period, Meter.UNLIMITED, clock);
        Window window = switch (tally) {
            case Fixed _ -> new Window.Fixed();
            case Calendar calendar -> new Window.Calendar(calendar.zone());
            case Rolling _, Bucket _ -> new Window.Rolling();
        };
        Meter.Source source = Meter.Source.valueOf(name[3]);
        return new Meter(Quantity.valueOf(name[1]), period, source, window, tally, Meter.UNLIMITED);
    }

    /**
     * Counts what was used before.
     *
     * @param lastSecond as much again as a second takes at most, since nobody knows of the last one
     */
    static void recall(Meter meter, List<Fact> facts, boolean lastSecond, Moment now) {
        for (Fact fact : facts) {
            if (fact.name().equals(USED + meter.name())) {
                String[] value = words(fact);
                meter.tally().restore(Portion.read(value[1]), now);
                if (lastSecond) {
                    meter.tally().add(Long.parseLong(value[0]), now.nanos(), now.nanos());
                }
            }
        }
    }

    /** The first, and whatever follows. */
    private static String[] words(Fact fact) {
        int space = Math.max(0, fact.value().indexOf(' '));
        return new String[] {
            fact.value().substring(0, space), fact.value().substring(space).strip()
        };
    }
}
