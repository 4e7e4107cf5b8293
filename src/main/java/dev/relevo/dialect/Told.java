package dev.relevo.dialect;

import dev.relevo.config.Period;
import dev.relevo.config.Quantity;
import dev.relevo.config.Window;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a provider told of one of its limits, in the headers of an answer or in an error.
 *
 * @param period over which it counts, or null if it was not told; then the reset is a hint
 * @param limit the most, or null
 * @param remaining what is left of it, or null
 * @param reset until there is room again, or all of it, or null
 * @param window when what was used counts no more, or null if nobody knows
 * @param scope whom it concerns
 */
public record Told(
        Quantity quantity,
        @Nullable Period period,
        @Nullable Long limit,
        @Nullable Long remaining,
        @Nullable Duration reset,
        @Nullable Window window,
        ScopeKind scope) {}
