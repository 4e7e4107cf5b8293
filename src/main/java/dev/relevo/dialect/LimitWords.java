package dev.relevo.dialect;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.Window;
import dev.relevo.wire.Durations;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The limits that the sentences of an error tell. */
final class LimitWords {
    private static final int LONGEST = 4096;
    private static final int MOST = 8;

    private static final String COUNT = "[0-9](?:[0-9.,]{0,24}[0-9])?";
    private static final String QUANTITY = "(?<quantity>requests?|(?:input |output )?tokens?|api calls)";
    private static final String PERIOD = "(?<period>second|minute|min|hour|day|month)";

    /** Each with a quantity, and with as much else as it tells. */
    private static final List<Pattern> SENTENCES = List.of(
            // OpenAI, Groq: "on tokens per minute (TPM): Limit 6000, Used 5034, Requested 1443."
            sentence("\\bon " + QUANTITY + " per " + PERIOD + " \\([A-Z]{1,8}\\): Limit:? (?<limit>" + COUNT + ")"
                    + "(?:, Used (?<used>" + COUNT + "))?(?:, Requested (?<requested>" + COUNT + "))?"),
            // xAI: "Requests per Minute (actual/limit): 73/60"
            sentence("\\b" + QUANTITY + " per " + PERIOD + " \\(actual/limit\\): (?<used>" + COUNT + ")/(?<limit>"
                    + COUNT + ")"),
            // GitHub Models: "Rate limit of 50 per 86400s exceeded for UserByModelByDay."
            sentence("\\brate limit of (?<limit>" + COUNT + ") per (?<seconds>[0-9]{1,8})s exceeded for"
                    + " (?<quantity>\\w{1,60})"),
            // Anthropic: "rate limit of 40,000 input tokens per minute"; Cohere: "limited to 20 API calls / minute"
            sentence("\\b(?:limit of|limited to) (?<limit>" + COUNT + ") " + QUANTITY + " (?:per|/) ?" + PERIOD),
            // Cerebras: "Requests per minute limit exceeded"
            sentence("\\b" + QUANTITY + " per " + PERIOD + " limit exceeded"),
            // OpenRouter: "Rate limit exceeded: free-models-per-day"
            sentence("(?<quantity>free-models)-per-" + PERIOD),
            // Azure: "have exceeded token rate limit of your current OpenAI S0 pricing tier"
            sentence("\\bexceeded (?<quantity>token|call|request) rate limit of your current"),
            // Mistral: "Requests rate limit exceeded"
            sentence("\\A" + QUANTITY + " rate limit exceeded"));

    /** What one sentence says in figures. */
    private record Figures(
            @Nullable Long limit,
            @Nullable Long used,
            @Nullable Long requested) {

        /** What was asked for may be more than there ever is; else there is too little left, or nothing. */
        @Nullable
        Long remaining() {
            if (limit == null || used == null) {
                return limit != null && requested != null ? null : Long.valueOf(0);
            }
            return Math.max(0, limit - used);
        }

        /**
         * Until all is back, where what is told is the time until a bucket that fills up steadily has enough for this
         * request: of OpenAI and Groq.
         */
        @Nullable
        Duration reset(@Nullable Duration told, @Nullable Period period) {
            if (told == null || period == null || limit == null || used == null || requested == null || limit <= 0) {
                return told;
            }
            double seconds = (double) period.length().toSeconds() / limit;
            double lacking = ((double) used + requested - limit) * seconds;
            double difference = Math.abs(lacking - told.toNanos() / 1e9);
            boolean steady = difference <= Math.max(0.05, lacking / 50);
            return steady ? Duration.ofMillis(Math.round(Math.min(used, limit) * seconds * 1e3)) : told;
        }
    }

    private LimitWords() {}

    /** The limits of the first form of sentence that is found. */
    static List<Told> read(String message) {
        String text = message.substring(0, Math.min(message.length(), LONGEST));
        for (Pattern sentence : SENTENCES) {
            Matcher matcher = sentence.matcher(text);
            List<Told> told = new ArrayList<>();
            while (told.size() < MOST && matcher.find()) {
                told.add(told(matcher, Durations.inProse(text)));
            }
            if (!told.isEmpty()) {
                return told;
            }
        }
        return List.of();
    }

    private static Told told(Matcher found, @Nullable Duration wait) {
        Quantity quantity = quantity(matched(found, "quantity"));
        Figures figures = new Figures(count(found, "limit"), count(found, "used"), count(found, "requested"));
        // A key that is allowed none may be allowed some tomorrow.
        Long limit = figures.limit() == null || figures.limit() == 0 ? null : figures.limit();
        if (quantity == Quantity.CONCURRENT) {
            return new Told(quantity, null, limit, null, null, null, ScopeKind.TARGET);
        }
        Period period = period(found);
        Duration reset = figures.reset(wait, period);
        boolean spent = figures.remaining() == null || figures.remaining() == 0 || figures.requested() != null;
        return new Told(
                quantity,
                period,
                limit,
                figures.remaining(),
                spent ? reset : null,
                window(found, period),
                ScopeKind.TARGET);
    }

    /** OpenRouter's day is that of UTC. */
    private static @Nullable Window window(Matcher found, @Nullable Period period) {
        boolean openRouter = matched(found, "quantity").startsWith("free-models");
        return openRouter && period == Period.DAY ? new Window.Calendar(ZoneOffset.UTC) : null;
    }

    private static @Nullable Period period(Matcher found) {
        String seconds = matched(found, "seconds");
        return seconds.isEmpty() ? LimitName.period(matched(found, "period")) : LimitItem.period(seconds);
    }

    /** Of a word or a name in which it stands. */
    static Quantity quantity(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.contains("concurrent")) {
            return Quantity.CONCURRENT;
        }
        if (!lower.contains("token")) {
            return Quantity.REQUESTS;
        }
        if (lower.contains("input")) {
            return Quantity.INPUT_TOKENS;
        }
        return lower.contains("output") ? Quantity.OUTPUT_TOKENS : Quantity.TOKENS;
    }

    private static @Nullable Long count(Matcher found, String group) {
        String text = matched(found, group);
        return text.isEmpty() ? null : LimitCount.read(text);
    }

    /** Empty where the sentence does not tell it. */
    private static String matched(Matcher found, String group) {
        String text = found.namedGroups().containsKey(group) ? found.group(group) : null;
        return text == null ? "" : text;
    }

    private static Pattern sentence(String regex) {
        return Pattern.compile(regex, Pattern.CASE_INSENSITIVE);
    }
}
