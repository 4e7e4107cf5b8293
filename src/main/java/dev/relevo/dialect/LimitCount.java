package dev.relevo.dialect;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How many requests or tokens a provider says, in whatever form. */
final class LimitCount {
    private static final int LONGEST = 40;
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
        String number = THOUSANDS.matcher(trimmed).matches() ? trimmed.replace(",", "") : first(trimmed);
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
