package dev.relevo.upstream;

import dev.relevo.config.Provider;
import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import java.time.Duration;
import java.util.List;

/** Which model a provider lists first: what a local server has, nobody else knows. */
public sealed interface FirstModel {
    /** For the whole question; people wait for the start. */
    Duration PATIENCE = Duration.ofSeconds(2);

    /** The provider's name for it. */
    record Known(String id) implements FirstModel {}

    /**
     * There is none, or it cannot be had.
     *
     * @param why for people
     */
    record Unknown(String why) implements FirstModel {}

    /** Asks for the provider's models, with its first key. */
    static FirstModel of(Provider provider, ConnectionPool connections, Clock clock) {
        return switch (ModelList.of(provider, provider.firstKey(), connections, Deadline.after(clock, PATIENCE))) {
            case ModelList.Unlisted(String why) -> new Unknown(why);
            case ModelList.Listed(List<String> ids) ->
                ids.isEmpty() ? new Unknown("it lists none that can be asked for") : new Known(ids.getFirst());
        };
    }
}
