package dev.relevo.relay;

import dev.relevo.dialect.ScopeKind;
import dev.relevo.dialect.Told;
import dev.relevo.quota.Scope;
import dev.relevo.quota.Scopes;
import dev.relevo.routing.Lease;
import dev.relevo.upstream.Answer;
import dev.relevo.upstream.Fault;
import dev.relevo.upstream.Outcome;
import dev.relevo.upstream.Outcome.Abandoned;
import dev.relevo.upstream.Outcome.Failed;
import dev.relevo.upstream.Outcome.Failure;
import dev.relevo.upstream.Outcome.Limited;
import dev.relevo.upstream.Outcome.Malformed;
import dev.relevo.upstream.Outcome.Rejected;
import dev.relevo.upstream.Outcome.Starved;
import dev.relevo.upstream.Outcome.TimedOut;
import dev.relevo.upstream.Outcome.Unreachable;
import dev.relevo.upstream.Phase;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one place where an outcome changes what is known of a target: who rests, whose breaker counts. */
public final class Learning {
    /** At most, since it shuts out every model that the configuration does not name. */
    private static final Duration UNLISTED_RESTS = Duration.ofSeconds(60);

    private Learning() {}

    /** An attempt ended. */
    public static void learn(Lease lease, Outcome outcome, long nowNanos) {
        boolean telling = lease.told(told(outcome), nowNanos);
        switch (outcome) {
            case Answer _ -> lease.answered(nowNanos);
            case Limited limited -> {
                rest(lease.scopes(), limited, nowNanos);
                lease.limited(limited.scope(), !telling, nowNanos);
            }
            case Rejected rejected -> {
                rest(lease.scopes(), rejected, nowNanos);
                if (rejected.fault() == Fault.TOO_LONG) {
                    lease.tooLong(nowNanos);
                } else {
                    lease.refused(nowNanos);
                }
            }
            case Unreachable unreachable -> lease.endpointFailed(unreachable.reason(), nowNanos);
            case TimedOut late when late.phase() == Phase.CONNECT -> lease.endpointFailed(late.reason(), nowNanos);
            case TimedOut(Phase phase) when phase == Phase.SHARE -> lease.cutShort(nowNanos);
            case Malformed malformed when malformed.isAnew() -> lease.refused(nowNanos);
            case TimedOut late -> modelFailed(lease, late, nowNanos);
            case Failed failed -> modelFailed(lease, failed, nowNanos);
            case Malformed malformed -> modelFailed(lease, malformed, nowNanos);
            case Abandoned _, Starved _ -> lease.released(nowNanos);
        }
    }

    private static void modelFailed(Lease lease, Failure failure, long nowNanos) {
        lease.because(failure.reason());
        lease.modelFailed(nowNanos);
    }

    /** What the provider told of its limits. */
    private static List<Told> told(Outcome outcome) {
        return switch (outcome) {
            case Answer answer -> answer.told();
            case Failure failure ->
                failure.refusal() == null ? List.of() : failure.refusal().told();
        };
    }

    /**
     * An answer broke off after it had begun.
     *
     * @param refused what the upstream said, or null
     */
    static void cut(Lease lease, @Nullable Failure refused, long nowNanos) {
        if (refused != null) {
            lease.told(told(refused), nowNanos);
        }
        switch (refused) {
            case Limited limited -> rest(lease.scopes(), limited, nowNanos);
            case Rejected rejected -> rest(lease.scopes(), rejected, nowNanos);
            case Malformed malformed when malformed.isAnew() -> {}
            case null, default -> lease.brokeOff(nowNanos);
        }
    }

    private static void rest(Scopes scopes, Limited limited, long nowNanos) {
        Duration told = limited.refusal().retryAfter();
        Scope scope = scopes.of(limited.scope());
        boolean many = !scopes.listed() && (scope == scopes.model() || scope == scopes.target());
        boolean tooLong = many && told != null && told.compareTo(UNLISTED_RESTS) > 0;
        scope.limited(nowNanos, tooLong ? UNLISTED_RESTS : told, limited.reason());
    }

    /**
     * A model that a client chose says nothing of the others, not even that the account cannot pay for those; only the key
     * is no matter of models.
     */
    private static void rest(Scopes scopes, Rejected rejected, long nowNanos) {
        Fault fault = rejected.fault();
        ScopeKind kind = fault.rests();
        if (kind == null || !(scopes.listed() || kind == ScopeKind.KEY)) {
            return;
        }
        Duration told = kind == ScopeKind.ACCOUNT ? rejected.refusal().retryAfter() : null;
        int status = fault.status(rejected.refusal().status());
        Duration wait = told == null || told.isZero() ? fault.rest() : told;
        resting(scopes, kind).rest(nowNanos, wait, status, rejected.reason());
    }

    /** Where nobody told whose the key is, each key may be another account's. */
    private static Scope resting(Scopes scopes, ScopeKind kind) {
        return kind == ScopeKind.ACCOUNT && !scopes.named() ? scopes.key() : scopes.of(kind);
    }
}
