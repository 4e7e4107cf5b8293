package dev.relevo.config;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a simulation is run on besides the configuration: how much is asked for by whom, and how providers really are.
 *
 * @param demand how many times what the quotas allow is asked for, of aliases of which {@code flows} tell no number
 * @param flows by alias; of those that are not among them the demand holds
 * @param prompt tokens of a prompt
 * @param answer tokens of an answer
 * @param clients who asks, each with its share of the requests, in the file's order; one at least
 * @param truth by provider, where it differs from the configuration
 */
public record Traffic(
        double demand,
        Map<String, Flow> flows,
        Amount prompt,
        Amount answer,
        Map<String, Integer> clients,
        Map<String, Truth> truth) {
    /** What holds where nothing is told: twice the demand, of three clients. */
    public static final Traffic DEFAULT = new Traffic(
            2, Map.of(), new Amount(400, 0.8), new Amount(250, 0.7), clients("first", "second", "third"), Map.of());

    public Traffic {
        flows = Map.copyOf(flows);
        clients = Collections.unmodifiableMap(new LinkedHashMap<>(clients));
        truth = Map.copyOf(truth);
    }

    private static Map<String, Integer> clients(String... names) {
        Map<String, Integer> alike = new LinkedHashMap<>();
        List.of(names).forEach(name -> alike.put(name, 1));
        return alike;
    }

    /**
     * The requests for one alias.
     *
     * @param perDay how many; null for the demand
     * @param hours 24 weights: how they are spread over the day, by UTC; empty for evenly
     */
    public record Flow(@Nullable Long perDay, List<Integer> hours) {
        /** The demand, evenly. */
        public static final Flow DEFAULT = new Flow(null, List.of());

        public Flow {
            hours = List.copyOf(hours);
        }
    }

    /**
     * A log-normal distribution.
     *
     * @param median half of all are no larger
     * @param spread standard deviation of the logarithm; zero where all are alike
     */
    public record Amount(long median, double spread) {}

    /** Whose limits are told. */
    public enum Per {
        /** Each key's, its models together. */
        KEY,
        /** Each key's for each model. */
        MODEL,
        /** The provider's, all keys together. */
        ACCOUNT
    }

    /** When what was used counts no more, where a file says so. */
    public enum Shape {
        ROLLING,
        FIXED,
        CALENDAR,
        /** It comes back steadily. */
        BUCKET
    }

    /** What a provider says of its limits in the headers of each answer. */
    public enum Heads {
        TRUTHFUL,
        NONE
    }

    /**
     * How a provider really is.
     *
     * @param limits that it really has, by whom; empty for those configured
     * @param shape of their windows; null for what the limits say
     * @param retryTold whether its refusals say when there is room again
     * @param skew by how much its clock is ahead, or behind where negative; null for not at all
     */
    public record Truth(
            List<QuotaLimit> limits,
            Per per,
            @Nullable Shape shape,
            Heads headers,
            boolean retryTold,
            @Nullable Duration skew) {
        /** As configured, and open about it. */
        public static final Truth DEFAULT = new Truth(List.of(), Per.MODEL, null, Heads.TRUTHFUL, true, null);

        public Truth {
            limits = List.copyOf(limits);
        }
    }
}
