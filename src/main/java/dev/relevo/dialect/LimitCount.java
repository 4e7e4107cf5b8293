package dev.relevo.dialect;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How many requests or tokens a provider says, in whatever form. */
final class LimitCount {
    private static final int LONGEST = 40;

    /** Fewer digits than {@link Told#MOST} has. */
    private static final int FITTING = 15;

    private static final Pattern THOUSANDS = Pattern.compile("[0-9]{1,3}(,[0-9]{3})+(\\.[0-9]+)?");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?");

    private LimitCount() {}

    /**
     * Reads {@code 6000}, {@code 6,000}, {@code 5999.5} or, with what is told beside it, {@code 100, 100;w=60}.
     *
     * @return at most {@link Told#MOST}; -1 for whatever is negative; null if it is no number
     */
    static @Nullable Long read(String text) {
        String trimmed = text.strip();
        if (trimmed.length() > LONGEST) {
            return null;
        }
        return isPlain(trimmed) ? Long.valueOf(trimmed) : readOdd(trimmed);
    }

    /** Whether it is nothing but digits, and no more of them than fit: nearly always. */
    private static boolean isPlain(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        return digits > 0 && digits == text.length() && digits <= FITTING;
    }

    private static @Nullable Long readOdd(String text) {
        String number = THOUSANDS.matcher(text).matches() ? text.replace(",", "") : first(text);
        if (!NUMBER.matcher(number).matches()) {
            return null;
        }
        double value = Double.parseDouble(number);
        return value < 0 ? -1 : (long) Math.min(value, Told.MOST);
    }

    private static String first(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) != ',' && text.charAt(end) != ';') {
            end++;
        }
        return text.substring(0, end).strip();
    }
}
