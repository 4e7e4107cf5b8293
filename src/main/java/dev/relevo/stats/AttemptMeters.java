package dev.relevo.stats;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;

/**
 * Calls of providers, by the names of OpenTelemetry's conventions for GenAI where there are some. What is measured here counts
 * for the client side of those: Relevo is a client of the providers.
 */
public final class AttemptMeters {
    private static final String OPERATION = "gen_ai_operation_name";
    private static final String PROVIDER = "gen_ai_provider_name";
    private static final String MODEL = "gen_ai_request_model";
    private static final double NANOS_OF_A_DOLLAR = 1e9;
    private static final String OK = "ok";
    private static final UpstreamModel OTHER =
            new UpstreamModel(Series.OTHER, Series.OTHER, Series.OTHER, Series.OTHER);

    private final Series<Ended, Result> results;
    private final Series<UpstreamModel, Answer> answers;

    /** A way in which attempts on a target end. */
    private record Ended(UpstreamModel model, String outcome, String error) {}

    private record Result(CounterDataPoint attempts, DistributionDataPoint took) {}

    private record Answer(
            CounterDataPoint dollars,
            DistributionDataPoint input,
            DistributionDataPoint output,
            DistributionDataPoint firstToken,
            DistributionDataPoint nextToken) {}

    AttemptMeters(Families families) {
        this.results = results(families);
        this.answers = answers(families);
    }

    private static Series<Ended, Result> results(Families families) {
        Counter attempts =
                families.counter("relevo_attempts", "Calls of providers that have ended, by how.", "target", "outcome");
        Histogram took = families.histogram(
                "gen_ai_client_operation_duration_seconds",
                "From sending a request to a provider to the end of its answer; error_type is empty where nobody failed.",
                Bounds.OPERATIONS,
                OPERATION,
                PROVIDER,
                MODEL,
                "error_type");
        return families.series(new Ended(OTHER, Series.OTHER, Series.OTHER), ended -> {
            UpstreamModel of = ended.model();
            return new Result(
                    attempts.labelValues(of.target(), ended.outcome()),
                    took.labelValues(of.operation(), of.provider(), of.model(), ended.error()));
        });
    }

    private static Series<UpstreamModel, Answer> answers(Families families) {
        Counter dollars = families.counter(
                "relevo_cost_usd", "What answers cost, in dollars, where prices are known or told.", "target");
        Histogram tokens = families.histogram(
                "gen_ai_client_token_usage",
                "Tokens of an answer and of its prompt, as the provider told.",
                Bounds.TOKENS,
                OPERATION,
                PROVIDER,
                MODEL,
                "gen_ai_token_type");
        Histogram first = families.histogram(
                "gen_ai_server_time_to_first_token_seconds",
                "From sending a request to a provider to the first content of a stream.",
                Bounds.FIRST_TOKEN,
                OPERATION,
                PROVIDER,
                MODEL);
        Histogram next = families.histogram(
                "gen_ai_server_time_per_output_token_seconds",
                "From one token of a whole stream to the next, on average of each stream.",
                Bounds.NEXT_TOKEN,
                OPERATION,
                PROVIDER,
                MODEL);
        return families.series(
                OTHER,
                of -> new Answer(
                        dollars.labelValues(of.target()),
                        tokens.labelValues(of.operation(), of.provider(), of.model(), "input"),
                        tokens.labelValues(of.operation(), of.provider(), of.model(), "output"),
                        first.labelValues(of.operation(), of.provider(), of.model()),
                        next.labelValues(of.operation(), of.provider(), of.model())));
    }

    /**
     * An attempt ended.
     *
     * @param nanoUsd what it cost, zero where nobody knows
     */
    public void ended(UpstreamModel model, boolean streamed, AttemptRecord attempt, long nanoUsd) {
        String error = attempt.isError() ? attempt.outcome() : "";
        Result result = results.of(new Ended(model, attempt.outcome(), error));
        result.attempts().inc();
        result.took().observe(Bounds.seconds(attempt.tookNanos()));
        if (attempt.ttftNanos() >= 0) {
            measure(answers.of(model), streamed, attempt, nanoUsd);
        }
    }

    private static void measure(Answer answer, boolean streamed, AttemptRecord attempt, long nanoUsd) {
        if (streamed) {
            answer.firstToken().observe(Bounds.seconds(attempt.ttftNanos()));
        }
        if (nanoUsd > 0) {
            answer.dollars().inc(nanoUsd / NANOS_OF_A_DOLLAR);
        }
        if (attempt.promptTokens() >= 0) {
            answer.input().observe((double) attempt.promptTokens());
            answer.output().observe((double) attempt.completionTokens());
        }
        if (streamed && attempt.completionTokens() > 1 && attempt.outcome().equals(OK)) {
            long rest = attempt.tookNanos() - attempt.ttftNanos();
            answer.nextToken().observe(Bounds.seconds(rest) / (attempt.completionTokens() - 1));
        }
    }
}
