package dev.relevo.ration;

import dev.relevo.chaos.Subject;
import dev.relevo.time.Clock;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A real process before providers on sockets that count exactly, and clients that ask for twice what exists: whether Relevo
 * keeps to every limit that it is told of, and says the truth where nothing is left.
 */
public final class Ration {
    private static final Duration USUAL = Duration.ofMinutes(2);
    private static final Duration QUICK = Duration.ofSeconds(15);

    private final Extent extent;
    private final List<String> command;
    private final PrintStream out;

    /**
     * How much to do.
     *
     * @param quick a quarter of a minute instead of two
     * @param json an object for each line instead of tables
     */
    public record Extent(boolean quick, boolean json) {}

    /**
     * Nothing runs yet.
     *
     * @param command what starts Relevo, without its own options
     * @param out for the lines
     */
    public Ration(Extent extent, List<String> command, PrintStream out) {
        this.extent = extent;
        this.command = List.copyOf(command);
        this.out = out;
    }

    /**
     * Runs it all.
     *
     * @return whether everything was as expected, which does not depend on how fast the machine is
     * @throws IOException if the process cannot be started
     */
    public boolean run() throws IOException, InterruptedException {
        Duration whole = extent.quick() ? QUICK : USUAL;
        List<Contest> contests = Pool.all().stream()
                .map(pool -> new Contest(pool, whole, Clock.system()))
                .toList();
        try (Subject subject = Subject.start(command, configuration(contests));
                Client client = new Client(subject.port())) {
            contests.forEach(contest -> contest.begin(client));
            for (Contest contest : contests) {
                contest.await();
            }
            return end(contests, subject);
        } finally {
            contests.forEach(Contest::close);
        }
    }

    private static String configuration(List<Contest> contests) {
        return contests.stream()
                        .flatMap(contest -> contest.providers().stream().map(Provider::yaml))
                        .collect(Collectors.joining("", "providers:\n", "models:\n"))
                + contests.stream().map(contest -> contest.pool().yaml()).collect(Collectors.joining());
    }

    private boolean end(List<Contest> contests, Subject subject) {
        (extent.json() ? Table.json(contests) : Table.text(contests)).forEach(out::println);
        List<String> complaints = new ArrayList<>();
        contests.forEach(contest -> complaints.addAll(complaints(contest)));
        if (!subject.alive()) {
            complaints.add("Relevo ended by itself; the last it said: " + String.join("\n", subject.lastLines()));
        }
        if (!extent.json()) {
            complaints.forEach(out::println);
            out.println(complaints.isEmpty() ? "no limit was overspent, and what clients were told was true" : "");
        }
        return complaints.isEmpty();
    }

    private static List<String> complaints(Contest contest) {
        String name = "pool " + contest.pool().name() + ": ";
        List<String> complaints = new ArrayList<>();
        for (Provider provider : contest.providers()) {
            if (provider.offer().manner().isConfigured() && !provider.isKept()) {
                complaints.add(name + provider.offer().name() + " was asked for more than it is configured to allow");
            }
        }
        Tally tally = contest.tally();
        Tally.Waits waits = tally.waits();
        if (contest.pool().isConfigured() && tally.refusedInSpite() > 0) {
            complaints.add(name + tally.refusedInSpite() + " were refused although there was room at "
                    + String.join(", ", tally.roomy()));
        }
        if (contest.pool().isOfOne() && (waits.worked() < waits.followed() || waits.followed() == 0)) {
            complaints.add(name + "waiting as told was enough " + waits.worked() + " times of " + waits.followed());
        }
        tally.oddities().stream().limit(3).forEach(odd -> complaints.add(name + odd));
        return complaints;
    }
}
