package dev.relevo.soak;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.relevo.chaos.Client;
import dev.relevo.chaos.Finding;
import dev.relevo.chaos.Reply;
import dev.relevo.chaos.Verdict;
import dev.relevo.faulty.Completions;
import dev.relevo.faulty.FaultyUpstream;
import dev.relevo.faulty.Point;
import dev.relevo.faulty.Received;
import dev.relevo.faulty.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pool that stays the same all the time and gives large answers, more than sockets hold, so that slow readers matter: three
 * upstreams that are well, though one of them pauses in mid-answer. Its targets are hedged.
 */
final class Large implements AutoCloseable {
    private static final int UPSTREAMS = 3;
    private static final int[] EVENTS = {20, 200, 2_000};

    /** The last one is beyond what is held before it is sent. */
    private static final int[] LENGTHS = {4_000, 100_000, 1_500_000};

    private static final Duration PAUSE = Duration.ofMillis(400);
    private static final Pattern REQUEST = Pattern.compile("\"request large ([0-2])\"");

    private final List<FaultyUpstream> upstreams = new ArrayList<>();
    private final List<List<String>> streams = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();

    /**
     * One request.
     *
     * @param size 0 to 2
     */
    record Wish(int size, boolean stream) {
        static Wish any(RandomGenerator random) {
            return new Wish(random.nextInt(EVENTS.length), random.nextBoolean());
        }

        static Wish largest(RandomGenerator random) {
            return new Wish(EVENTS.length - 1, random.nextBoolean());
        }

        byte[] bytes(int port) {
            return Client.request(port, "large", stream, "large " + size);
        }
    }

    Large() {
        for (int size = 0; size < EVENTS.length; size++) {
            streams.add(events(EVENTS[size]));
            bodies.add(Completions.chatBody("large ".repeat(LENGTHS[size] / "large ".length())));
        }
        for (int i = 0; i < UPSTREAMS; i++) {
            boolean pauses = i == 0;
            upstreams.add(FaultyUpstream.start().forgetting().always(received -> script(received, pauses)));
        }
    }

    /** Lines of YAML. */
    String providers() {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < UPSTREAMS; i++) {
            yaml.append("  large").append(i).append(": {base-url: \"");
            yaml.append(upstreams.get(i).baseUrl()).append("\", api-key: sk-large}\n");
        }
        return yaml.toString();
    }

    /** Lines of YAML. */
    String models() {
        return "  large: {strategy: round-robin, hedge: true, targets: [large0/m, large1/m, large2/m]}\n";
    }

    /** Connections that are open, idle ones included. */
    long connections() {
        return upstreams.stream().mapToLong(FaultyUpstream::openConnections).sum();
    }

    /** What became of the request. */
    Finding judge(Wish wish, Reply reply) {
        boolean ended = reply.status() == 200 && reply.ending() == Reply.Ending.WHOLE;
        if (!ended) {
            return finding(Verdict.LOST, wish, reply);
        }
        if (wish.stream()) {
            List<String> got = reply.events();
            List<String> sent = streams.get(wish.size());
            return got.equals(sent) ? whole() : finding(wrong(got.size() < sent.size()), wish, reply);
        }
        byte[] sent = bodies.get(wish.size()).getBytes(UTF_8);
        return Arrays.equals(reply.bytes(), sent)
                ? whole()
                : finding(wrong(reply.bytes().length < sent.length), wish, reply);
    }

    /** @throws AssertionError if the proxy sent an upstream what no client asked */
    @Override
    public void close() {
        upstreams.forEach(FaultyUpstream::close);
    }

    private Script script(Received received, boolean pauses) {
        Matcher request = REQUEST.matcher(received.text());
        if (!request.find()) {
            throw new AssertionError("the proxy sent what no client asked: " + received.text());
        }
        int size = Integer.parseInt(request.group(1));
        boolean stream = received.text().contains("\"stream\":true");
        Script script = stream ? Script.events(streams.get(size)) : Script.json(200, bodies.get(size));
        return pauses ? script.pause(Point.afterBody(script.bodyLength() / 2), PAUSE) : script;
    }

    private static List<String> events(int count) {
        String[] words = new String[count];
        for (int i = 0; i < count; i++) {
            words[i] = "word " + i + " ";
        }
        return Completions.events(words);
    }

    private static Finding whole() {
        return new Finding(Verdict.WHOLE, "");
    }

    private static Verdict wrong(boolean shorter) {
        return shorter ? Verdict.FALSE : Verdict.GLUED;
    }

    private static Finding finding(Verdict verdict, Wish wish, Reply reply) {
        return new Finding(
                verdict,
                wish + ": status " + reply.status() + ", " + reply.ending() + ", " + reply.bytes().length + " bytes");
    }
}
