package dev.relevo.ration;

import dev.relevo.chaos.Subject;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Kills a real process while limits run out, starts it again on the same files, and looks whether it asks a provider that is
 * spent or rests; again and again.
 */
public final class Kills {
    private static final int MOST_ANSWERS = 20;
    private static final int TOLD_EVERY = 20;

    /** So many are killed some time after the last answer: then all that was used has to be known. */
    private static final int LATE_EVERY = 4;

    private final int count;
    private final Random random;
    private final List<String> command;
    private final PrintStream out;
    private final List<String> complaints = new ArrayList<>();

    /**
     * Nothing runs yet.
     *
     * @param seed decides when it is killed
     * @param command what starts Relevo, without its own options
     */
    public Kills(int count, long seed, List<String> command, PrintStream out) {
        this.count = count;
        this.random = new Random(seed);
        this.command = List.copyOf(command);
        this.out = out;
    }

    /**
     * Runs it all.
     *
     * @return whether nobody was asked for more than allowed
     * @throws IOException if the process cannot be started
     */
    public boolean run() throws IOException, InterruptedException {
        long answers = 0;
        long spent = 0;
        long forgotten = 0;
        int slow = 0;
        Life life = new Life(0);
        try (Subject first = Subject.start(command, life.yaml(null))) {
            Subject subject = first;
            for (int kill = 1; kill <= count; kill++) {
                answers += life.untilKilled(subject, random.nextInt(1, MOST_ANSWERS + 1), kill % LATE_EVERY == 0);
                Life next = new Life(kill);
                first.configure(Subject.USUAL, next.yaml(life));
                subject = first.again(command);
                spent += life.spent();
                life.after(subject);
                forgotten += life.forgotten();
                slow += life.slow() ? 1 : 0;
                complain(life);
                life.close();
                life = next;
                if (kill % TOLD_EVERY == 0) {
                    out.println(kill + " kills, " + complaints.size() + " complaints");
                }
            }
            subject.process().destroyForcibly();
            subject.exit(Duration.ofMinutes(1));
        } finally {
            life.close();
        }
        out.println(count + " kills after " + answers + " answers, " + spent + " targets spent or resting then: "
                + (complaints.isEmpty() ? "none was asked again" : complaints.size() + " complaints")
                + "; " + forgotten + " calls of last seconds were forgotten; " + slow
                + " kills show nothing, since the machine was slower than Relevo waits for it");
        return complaints.isEmpty();
    }

    private void complain(Life life) {
        if (!life.slow()) {
            complaints.addAll(life.complaints());
            life.complaints().forEach(out::println);
        }
    }
}
