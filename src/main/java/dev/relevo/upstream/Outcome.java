package dev.relevo.upstream;

import dev.relevo.dialect.ScopeKind;
import org.jspecify.annotations.Nullable;

/** How an attempt ended before anything was committed to the client. */
public sealed interface Outcome permits Answer, Outcome.Failure {

    /** Anything but an answer. */
    sealed interface Failure extends Outcome {
        /** Whether another target may do better. */
        default boolean elsewhere() {
            return true;
        }

        /** The provider's own words, or null where it had none. */
        default @Nullable Refusal refusal() {
            return null;
        }

        /** A word for the trail: {@code 429}, {@code timeout}, {@code refused}. */
        String label();

        /** A sentence for people. */
        String reason();
    }

    /** A limit is reached; what is limited rests. */
    record Limited(ScopeKind scope, Refusal refusal) implements Failure {
        @Override
        public String label() {
            return Integer.toString(refusal.status());
        }

        @Override
        public String reason() {
            return "limit reached: " + refusal.error().summary();
        }
    }

    /** The request was refused, and repeating it there is of no use. */
    record Rejected(Fault fault, Refusal refusal) implements Failure {
        @Override
        public boolean elsewhere() {
            return fault.elsewhere();
        }

        @Override
        public String label() {
            return Integer.toString(refusal.status());
        }

        @Override
        public String reason() {
            return fault.words() + ": " + refusal.error().summary();
        }
    }

    /** No connection was made. */
    record Unreachable(String label, String reason) implements Failure {}

    /** This process could not ask: it lacks files, local ports or memory. Nobody upstream is to blame. */
    record Starved(String reason) implements Failure {
        @Override
        public String label() {
            return "starved";
        }
    }

    /** It kept us waiting too long. */
    record TimedOut(Phase phase) implements Failure {
        @Override
        public String label() {
            return "timeout";
        }

        @Override
        public String reason() {
            return switch (phase) {
                case CONNECT -> "connecting took too long";
                case TTFT -> "no content came in time";
                case ANSWER -> "no answer came in time";
                case SHARE -> "it was silent for its share of the time that the client allows";
                case IDLE -> "it fell silent";
                case TOTAL -> "the time for the whole request was over";
            };
        }
    }

    /** It failed and said so, with a status of 500 or above or one that means as much. */
    record Failed(Refusal refusal) implements Failure {
        @Override
        public String label() {
            return Integer.toString(refusal.status());
        }

        @Override
        public String reason() {
            return "it failed: " + refusal.error().summary();
        }
    }

    /** What came is no answer: broken framing, broken JSON, a body cut short, nothing at all, not what was to go on. */
    record Malformed(String label, String reason) implements Failure {
        static final String RESET = "reset";
        static final String ANEW = "anew";

        /** Whether the connection broke or ended before any answer. */
        public boolean isReset() {
            return label.equals(RESET);
        }

        /** Whether it is an answer, but not one that continues another. */
        public boolean isAnew() {
            return label.equals(ANEW);
        }
    }

    /** We gave up. */
    record Abandoned(Abandonment cause) implements Failure {
        @Override
        public boolean elsewhere() {
            return false;
        }

        @Override
        public String label() {
            return switch (cause) {
                case CLIENT_GONE -> "499";
                case DEADLINE -> "deadline";
                case DRAIN -> "drain";
            };
        }

        @Override
        public String reason() {
            return switch (cause) {
                case CLIENT_GONE -> "the client left";
                case DEADLINE -> "the time for the whole request was over";
                case DRAIN -> "the server is stopping";
            };
        }
    }
}
