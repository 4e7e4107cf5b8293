package dev.relevo.config;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code limits}: what may be used of something, in a window. */
final class QuotaLimitReader {
    private static final long MOST = 1_000_000_000_000_000L;
    private static final int NANO_DOLLARS = 9;

    private static final Key<Kind> WINDOW = new Key<>(
            "window",
            Scalars.oneOf(Kind.values()),
            "When what was used counts no more: each use a period later, or all at once, a period after the first.",
            Kind.ROLLING);
    private static final Key<ZoneId> ZONE = new Key<>(
            "zone",
            Scalars.parsed(QuotaLimitReader::zone),
            "The time zone at whose midnight days and months begin, such as America/Los_Angeles. Without it a day is as"
                    + " long as 24 hours and a month as 30 days, and 'window' tells when they begin.");
    private static final List<Counted> COUNTED = counted();
    static final Definition<Section> FORM = new Definition<>("limits", shape());

    /** Spelt as in the file. */
    private enum Kind {
        ROLLING,
        FIXED
    }

    /** What the value at a key counts. */
    private record Counted(
            Key<Long> key,
            ScalarForm<Long> form,
            Quantity quantity,
            @Nullable Period period) {}

    private QuotaLimitReader() {}

    /** @param what what they are limits of, as the end of a sentence */
    static Key<Section> key(String what) {
        return new Key<>("limits", FORM, "What may be used at most " + what + "; 0 means never.");
    }

    /**
     * What such a section tells.
     *
     * @param assumed whether it is a preset that tells it
     */
    static List<QuotaLimit> read(Section section, boolean assumed) {
        List<QuotaLimit> limits = new ArrayList<>();
        ZoneId zone = section.find(ZONE);
        Window window = section.get(WINDOW) == Kind.FIXED ? new Window.Fixed() : new Window.Rolling();
        for (Counted counted : COUNTED) {
            Long most = section.find(counted.key());
            if (most != null) {
                Window its = zone != null && byCalendar(counted.period()) ? new Window.Calendar(zone) : window;
                limits.add(new QuotaLimit(counted.quantity(), counted.period(), most, its, assumed));
            }
        }
        if (zone != null && limits.stream().noneMatch(limit -> byCalendar(limit.period()))) {
            section.problem(ZONE, "no day or month is limited here, expected such a limit beside it");
        }
        return limits;
    }

    /** One in a rolling window, as in {@code requests-per-minute=30} or {@code requests-per-minute: 30}. */
    static QuotaLimit parse(String text) throws Misspelling {
        String[] parts = text.split("[=:]", 2);
        String name = parts[0].strip();
        for (Counted counted : COUNTED) {
            if (counted.key().name().equals(name)) {
                long most = counted.form().parser().parse(parts.length < 2 ? "" : parts[1].strip());
                return new QuotaLimit(counted.quantity(), counted.period(), most, new Window.Rolling(), false);
            }
        }
        List<String> names =
                COUNTED.stream().map(counted -> counted.key().name()).toList();
        throw new Misspelling("no limit is called '" + name + "', " + Suggestion.among(names, name));
    }

    private static boolean byCalendar(@Nullable Period period) {
        return period == Period.DAY || period == Period.MONTH;
    }

    private static ZoneId zone(String text) throws Misspelling {
        try {
            return ZoneId.of(text.strip());
        } catch (DateTimeException e) {
            throw new Misspelling("not a time zone, expected one such as America/Los_Angeles or UTC");
        }
    }

    private static Shape shape() {
        List<Key<?>> keys = new ArrayList<>();
        COUNTED.forEach(counted -> keys.add(counted.key()));
        keys.add(WINDOW);
        keys.add(ZONE);
        return new Shape(keys, null);
    }

    private static List<Counted> counted() {
        List<Counted> counted = new ArrayList<>();
        counted.addAll(counted(Quantity.REQUESTS, "Requests", Period.values()));
        counted.addAll(counted(Quantity.TOKENS, "Tokens of prompts and answers together", Period.values()));
        counted.addAll(counted(Quantity.INPUT_TOKENS, "Tokens of prompts", Period.values()));
        counted.addAll(counted(Quantity.OUTPUT_TOKENS, "Tokens of answers", Period.values()));
        counted.addAll(counted(Quantity.USD, "US dollars", Period.DAY, Period.MONTH));
        ScalarForm<Long> form = Scalars.amount(MOST);
        Key<Long> concurrent =
                new Key<>(QuotaLimit.name(Quantity.CONCURRENT, null), form, "Requests under way at once.");
        counted.add(new Counted(concurrent, form, Quantity.CONCURRENT, null));
        return counted;
    }

    private static List<Counted> counted(Quantity quantity, String what, Period... periods) {
        ScalarForm<Long> form = quantity == Quantity.USD ? Scalars.dollars(NANO_DOLLARS) : Scalars.amount(MOST);
        return Stream.of(periods)
                .map(period -> {
                    String name = QuotaLimit.name(quantity, period);
                    String description = what + " per " + Scalars.kebab(period) + ".";
                    return new Counted(new Key<>(name, form, description), form, quantity, period);
                })
                .toList();
    }
}
