package dev.relevo.simulation;

import dev.relevo.config.Traffic.Heads;
import dev.relevo.config.Traffic.Truth;
import dev.relevo.wire.Headers;
import java.time.Duration;
import java.util.List;

/**
 * A model as one key sees it, as it really is.
 *
 * @param scopes all that limit it
 */
record TrueProvider(Truth truth, List<TrueScope> scopes) {
    TrueProvider {
        scopes = List.copyOf(scopes);
    }

    /** What came back at once. */
    record Reply(boolean admitted, Headers headers) {}

    /** It is on its way, and will take as much as nine of ten. */
    void sent(Work work) {
        scopes.forEach(scope -> scope.ahead(work.usual()));
    }

    /** It is answered or refused. */
    void over(Work work) {
        scopes.forEach(scope -> scope.behind(work.usual().minus(work.asked())));
    }

    /** It comes in. */
    Reply ask(Work work, long now) {
        scopes.forEach(scope -> scope.behind(work.asked()));
        boolean admitted = isAdmitted(work, now);
        Headers headers = new Headers();
        if (admitted) {
            scopes.forEach(scope -> scope.began(work.asked(), now));
        } else if (truth.retryTold()) {
            headers.add(
                    "retry-after", Long.toString(Math.ceilDiv(roomIn(work, now).toMillis(), 1000L)));
        }
        if (truth.headers() == Heads.TRUTHFUL) {
            scopes.forEach(scope -> scope.tell(headers, skew(), now));
        }
        return new Reply(admitted, headers);
    }

    private boolean isAdmitted(Work work, long now) {
        boolean admitted = true;
        for (TrueScope scope : scopes) {
            TrueLimit lacking = scope.lacking(work.asked(), now);
            if (lacking != null) {
                lacking.refused(now);
            }
            admitted &= lacking == null && !scope.isBusy();
        }
        return admitted;
    }

    /** It was answered. */
    void answered(Load load, long now) {
        scopes.forEach(scope -> scope.ended(load, now));
    }

    /** Whether that would be admitted, and its answer fit in too, even if all that is on its way comes in before. */
    boolean hadRoom(Load whole, long now) {
        return scopes.stream().allMatch(scope -> scope.hadRoom(whole, now));
    }

    private Duration roomIn(Work work, long now) {
        Duration longest = scopes.stream()
                .map(scope -> scope.roomIn(work.asked(), now))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        Duration told = longest.plus(skew());
        return told.isNegative() ? Duration.ZERO : told;
    }

    private Duration skew() {
        Duration skew = truth.skew();
        return skew == null ? Duration.ZERO : skew;
    }
}
