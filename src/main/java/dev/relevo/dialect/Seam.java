package dev.relevo.dialect;

import java.util.stream.IntStream;

/**
 * Where the text of one target goes on with that of another. It lets through what the client does not have yet: a target
 * may go on at once, with or without the white space that was held back from it, or say the whole text so far again
 * first, an <em>echo</em>, which is dropped whole.
 *
 * <p>An echo is compared without white space, which some targets trim or normalize. As long as one may be coming, the
 * text is held, since it may turn out to be the answer's own.
 *
 * <p>What cannot be known: an answer that rightly says the same again looks like an echo. So a text of fewer than
 * {@value #LEAST_ECHO} characters and one that is nothing but a repetition ({@code ha ha ha}) are never taken for echoed:
 * a text said twice does less harm than one that is missing. A target that begins with as much of the text as that and
 * then leaves it, or ends there, does not go on but begins the answer <em>anew</em>, which nothing can be joined to. One
 * that begins anew with other words is let through as it is.
 *
 * <p>Of a target that is known to echo, whatever begins like one is an echo, however short.
 */
final class Seam {
    /** Besides white space. Some three words: fewer are said twice by chance, as a heading or a list item is. */
    static final int LEAST_ECHO = 16;

    /** Characters more than twice the text so far that an echo may have in white space. */
    private static final int SLACK = 64;

    /** What the target was not given. */
    private final String heldBack;

    /** What an echo consists of, but for white space. */
    private final String echo;

    private final int mostHeld;
    private final StringBuilder held = new StringBuilder();
    private int checked;
    private int echoed;
    private int returned;
    private boolean deciding;
    private boolean anew;

    /** @param echoes whether the target is known to say again what it was given */
    Seam(SoFar before, boolean echoes) {
        String given = before.given();
        heldBack = before.text().substring(given.length());
        echo = withoutBlanks(given);
        mostHeld = 2 * before.text().length() + SLACK;
        deciding = !echo.isEmpty() && (echoes || (echo.length() >= LEAST_ECHO && !repeats(echo)));
    }

    /** Takes the next piece of the target's text and gives what the client gets now, empty if nothing. */
    String take(String piece) {
        if (!deciding) {
            return behindHeldBack(piece);
        }
        held.append(piece);
        for (; checked < held.length(); checked++) {
            char c = held.charAt(checked);
            if (SoFar.isBlank(c)) {
                continue;
            }
            if (c != echo.charAt(echoed)) {
                return rest();
            }
            if (++echoed == echo.length()) {
                held.delete(0, checked + 1);
                return rest();
            }
        }
        return held.length() > mostHeld ? rest() : "";
    }

    /** Whether there is text that may still turn out to be the answer's own. */
    boolean holds() {
        return !held.isEmpty();
    }

    /** Whether the target says the text so far again, and other than it was. */
    boolean anew() {
        return anew;
    }

    /** What is held: nothing can make it an echo any more. */
    String rest() {
        anew |= deciding && echoed >= LEAST_ECHO && echoed < echo.length();
        deciding = false;
        String rest = held.toString();
        held.setLength(0);
        return behindHeldBack(rest);
    }

    /**
     * The text without as much of what was held back as it begins with: the client has that already. Half a character that
     * was held back behind white space is found even where the target leaves that out.
     */
    private String behindHeldBack(String text) {
        int at = 0;
        while (at < text.length() && returned < heldBack.length()) {
            char held = heldBack.charAt(returned);
            boolean said = text.charAt(at) == held;
            if (!said && (!SoFar.isBlank(held) || SoFar.isBlank(text.charAt(at)))) {
                break;
            }
            at += said ? 1 : 0;
            returned++;
        }
        if (at < text.length()) {
            returned = heldBack.length();
        }
        return text.substring(at);
    }

    private static String withoutBlanks(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.chars().filter(c -> !SoFar.isBlank((char) c)).forEach(c -> kept.append((char) c));
        return kept.toString();
    }

    /** Whether the text is some shorter one several times over. */
    private static boolean repeats(String text) {
        int length = text.length();
        return IntStream.rangeClosed(2, length)
                .filter(times -> length % times == 0)
                .map(times -> length / times)
                .anyMatch(period -> text.regionMatches(0, text, period, length - period));
    }
}
