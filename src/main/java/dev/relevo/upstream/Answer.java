package dev.relevo.upstream;

import dev.relevo.config.Repair;
import dev.relevo.dialect.Told;
import dev.relevo.dialect.Usage;
import dev.relevo.wire.Headers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An upstream's answer, far enough along to be committed to. Whoever gets it closes it. */
public sealed interface Answer extends Outcome {
    Exchange exchange();

    /** What the upstream's head told that clients may see: its request id and rate limits. */
    Headers headers();

    /** What its head told of the provider's limits. */
    List<Told> told();

    /** From sending to the first content. */
    Duration ttft();

    /** Tokens told so far, or null. */
    @Nullable
    Usage usage();

    /**
     * How much text, reasoning and arguments of tool calls came so far, in bytes as they are written: for a guess where no
     * usage is told.
     */
    long textBytes();

    /** What was mended in it; in a stream, what will be, wherever it is needed. */
    Set<Repair> repairs();

    /** Gives the connection back, or closes it. */
    default void close() {
        exchange().close();
    }

    /** A stream whose first content stands in {@link EventStream#out}, or all of it if it was held to its end. */
    record Stream(
            EventStream events, Exchange exchange, Headers headers, List<Told> told, Duration ttft, Set<Repair> repairs)
            implements Answer {
        @Override
        public @Nullable Usage usage() {
            return events.grammar().usage();
        }

        @Override
        public long textBytes() {
            return events.grammar().textBytes();
        }

        @Override
        public void close() {
            if (events.state() == EventStream.State.WHOLE && events.failure() == null) {
                exchange.closeAtEnd();
            } else {
                exchange.close();
            }
        }
    }

    /** A whole plain answer. */
    record Whole(
            byte[] body,
            Exchange exchange,
            Headers headers,
            List<Told> told,
            Duration ttft,
            @Nullable Usage usage,
            long textBytes,
            Set<Repair> repairs)
            implements Answer {}

    /**
     * A plain answer larger than the hold limit; the rest is still to be read.
     *
     * @param length of the whole body, or -1
     * @param cover takes our key out
     */
    record Large(
            byte[] held,
            Exchange exchange,
            Headers headers,
            List<Told> told,
            Duration ttft,
            long length,
            KeyCover cover)
            implements Answer {
        /** What its bytes, the held ones first, are to be taken through before they are sent. */
        public CoveredBody covered() {
            return new CoveredBody(cover);
        }

        @Override
        public @Nullable Usage usage() {
            return null;
        }

        /** Of what is held, whatever it is. */
        @Override
        public long textBytes() {
            return held.length;
        }

        @Override
        public Set<Repair> repairs() {
            return Set.of();
        }
    }
}
