package dev.relevo.wire;

import java.util.Locale;

/** Numbers with units of time in a row, such as {@code 2m59.56s} or {@code 5 minutes 30 seconds}. */
final class Amounts {
    private final String text;
    private int at;
    private double seconds;

    Amounts(String text, int from) {
        this.text = text;
        this.at = from;
    }

    /** The sum of what was read. */
    double seconds() {
        return seconds;
    }

    boolean atEnd() {
        return at == text.length();
    }

    /** Reads as many amounts as follow each other; false if there is none. */
    boolean read() {
        boolean found = readOne();
        boolean more = found;
        while (more) {
            more = readOne();
        }
        return found;
    }

    /** Reads a number that counts nothing else as seconds; false if there is none. */
    boolean readSeconds() {
        int end = pastNumber(at);
        int next = pastSpaces(end);
        if (end == at || pastLetters(next) > next) {
            return false;
        }
        seconds = Double.parseDouble(text.substring(at, end));
        at = end;
        return true;
    }

    private boolean readOne() {
        int number = pastSpaces(at);
        int numberEnd = pastNumber(number);
        int unit = pastSpaces(numberEnd);
        int unitEnd = pastLetters(unit);
        if (numberEnd == number || unitEnd == unit) {
            return false;
        }
        double length = unitSeconds(text.substring(unit, unitEnd));
        if (length == 0) {
            return false;
        }
        seconds += length * Double.parseDouble(text.substring(number, numberEnd));
        at = unitEnd;
        return true;
    }

    private int pastSpaces(int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) == ' ') {
            end++;
        }
        return end;
    }

    private int pastLetters(int from) {
        int end = from;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Passes over digits, and over a point only if a digit follows: another one may end a sentence. */
    private int pastNumber(int from) {
        int end = pastDigits(from);
        boolean fraction = end > from && end < text.length() && text.charAt(end) == '.';
        int fractionEnd = fraction ? pastDigits(end + 1) : end;
        return fractionEnd > end + 1 ? fractionEnd : end;
    }

    private int pastDigits(int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static double unitSeconds(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "ns" -> 1e-9;
            case "us", "µs", "μs" -> 1e-6;
            case "ms", "msec", "millis", "millisecond", "milliseconds" -> 1e-3;
            case "s", "sec", "secs", "second", "seconds" -> 1;
            case "m", "min", "mins", "minute", "minutes" -> 60;
            case "h", "hr", "hrs", "hour", "hours" -> 3600;
            case "d", "day", "days" -> 86_400;
            default -> 0;
        };
    }
}
