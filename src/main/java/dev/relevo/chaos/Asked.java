package dev.relevo.chaos;

import dev.relevo.faulty.Received;
import dev.relevo.faulty.Script;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One call of an upstream.
 *
 * @param answer what it would say
 * @param stream whether that is to come in events
 * @param soFar what others have said already, where it is asked to go on; else empty
 * @param random the same for the same seed, request and upstream
 */
public record Asked(Answer answer, boolean stream, String soFar, RandomGenerator random) {
    private static final Pattern REQUEST = Pattern.compile("\"request (\\d{1,9})\"");

    /**
     * Reads what a {@link Client} asked, as it reached an upstream.
     *
     * @param upstream its name, one letter
     * @param call of that upstream, from 1
     * @throws AssertionError if what the proxy sent is no such request, or asks to go on with another text
     */
    public static Asked read(Received received, String upstream, int call, long seed) {
        String body = received.text();
        Matcher number = REQUEST.matcher(body);
        if (!number.find()) {
            throw new AssertionError("the proxy sent what no client asked: " + body);
        }
        int request = Integer.parseInt(number.group(1));
        SplittableRandom random = new SplittableRandom(seed * 31 + request * 7L + upstream.charAt(0));
        boolean stream = body.contains("\"stream\":true");
        return new Asked(new Answer(upstream, request, call), stream, soFar(body, request), random);
    }

    private static String soFar(String body, int request) {
        Matcher text = Pattern.compile("\"(" + request + "\\.0[^\"]*)\"").matcher(body);
        if (!text.find()) {
            return "";
        }
        String soFar = text.group(1).replace("\\u00fc", "ü");
        if (!Words.of(request).text().startsWith(soFar)) {
            throw new AssertionError("the proxy asked to go on with what nobody said: " + soFar);
        }
        return soFar;
    }

    List<String> events() {
        return answer.events(soFar);
    }

    /** The answer as it should be. */
    public Script whole() {
        return stream ? Script.events(events()) : Script.json(200, answer.body());
    }

    /** Its body without framing. */
    byte[] body() {
        String text = stream ? "data: " + String.join("\n\ndata: ", events()) + "\n\n" : answer.body();
        return text.getBytes(StandardCharsets.UTF_8);
    }

    String contentType() {
        return stream ? "text/event-stream" : "application/json";
    }

    /** A number from 0 to below {@code bound}. */
    int any(int bound) {
        return random.nextInt(bound);
    }
}
