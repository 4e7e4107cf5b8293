package dev.relevo.siege;

import dev.relevo.chaos.Client;
import dev.relevo.chaos.Finding;
import dev.relevo.chaos.Reply;
import dev.relevo.chaos.Verdict;
import dev.relevo.chaos.Verification;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The end of the process while streams are open. */
final class StopModes {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration AT_ONCE = Duration.ofSeconds(3);

    static final List<Mode> ALL = List.of(
            new Mode(
                            "sigterm",
                            "SIGTERM while 200 streams run",
                            "not ready; none cut within the grace; exit 0",
                            StopModes::withinTheGrace)
                    .waiting(),
            new Mode(
                            "sigterm-grace-over",
                            "SIGTERM, and streams that outlast the grace (1 s)",
                            "each told by an error event; exit 0",
                            ground -> cut(ground, "1s", 1))
                    .waiting(),
            new Mode(
                            "sigterm-twice",
                            "two SIGTERM while streams run, grace 10 min",
                            "ends at once; no answer looks whole; exit 0",
                            ground -> cut(ground, "10m", 2))
                    .waiting());

    private StopModes() {}

    private static Seen withinTheGrace(Ground ground) throws IOException, InterruptedException {
        int count = ground.many(200, 200);
        Seen seen = new Seen().cases(count);
        try (Fort fort = ground.alone(Fort.Plan.quiet("drain-grace: 30s"));
                Visitor idle = fort.visitor()) {
            idle.get("/health/live").answer();
            List<Reply> replies = asked(fort, Provider.SLOW, count, 1, seen);
            List<String> lost = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                Finding finding = Verification.whole(i, true).of(replies.get(i));
                if (finding.verdict() != Verdict.WHOLE) {
                    lost.add(finding.toString());
                }
            }
            seen.claim(
                    lost.isEmpty(),
                    lost.size() + " cut" + lost.stream().findFirst().orElse(""));
            claimExit(fort, PATIENCE, seen);
        }
        return seen;
    }

    private static Seen cut(Ground ground, String grace, int signals) throws IOException, InterruptedException {
        int count = ground.many(50, 20);
        Seen seen = new Seen().cases(count);
        try (Fort fort = ground.alone(Fort.Plan.quiet("drain-grace: " + grace))) {
            List<Reply> replies = asked(fort, Provider.BEGUN, count, signals, seen);
            long whole = replies.stream()
                    .filter(reply ->
                            reply.ending() != Reply.Ending.CUT || reply.text().contains("[DONE]"))
                    .count();
            long told = replies.stream()
                    .filter(reply -> reply.text().contains("the server is stopping"))
                    .count();
            seen.claim(whole == 0, whole + " look whole");
            seen.claim(signals > 1 || told == count, told + " of " + count + " told");
            claimExit(fort, AT_ONCE, seen);
        }
        return seen;
    }

    /** What so many clients get that have some of their answer when the process is told to stop. */
    private static List<Reply> asked(Fort fort, String model, int count, int signals, Seen seen)
            throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply>> asking = IntStream.range(0, count)
                    .mapToObj(i -> threads.submit(() -> ask(fort.port(), model, i)))
                    .toList();
            for (int i = 0; i < count; i++) {
                fort.provider().server().take();
            }
            for (int i = 0; i < signals; i++) {
                fort.subject().process().destroy();
                seen.require(awaitUnready(fort.port()), "it is still ready");
            }
            List<Reply> replies = new ArrayList<>();
            for (Future<Reply> one : asking) {
                replies.add(one.get());
            }
            return replies;
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static Reply ask(int port, String model, int request) throws IOException {
        try (Client client = new Client(port)) {
            return client.ask("p/" + model, true, request);
        }
    }

    /** Whether it comes to say that it drains, or to take no connection. */
    private static boolean awaitUnready(int port) throws InterruptedException {
        for (int look = 0; look < 100; look++) {
            try (Visitor visitor = Visitor.to(port)) {
                if (visitor.get("/health/ready").answer().status() == 503) {
                    return true;
                }
            } catch (IOException e) {
                return true;
            }
            Thread.sleep(20);
        }
        return false;
    }

    private static void claimExit(Fort fort, Duration within, Seen seen) throws InterruptedException {
        @Nullable Integer code = fort.subject().exit(within);
        seen.claim(code != null && code == 0, "exit " + code);
    }
}
