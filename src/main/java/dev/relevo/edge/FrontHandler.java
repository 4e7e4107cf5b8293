package dev.relevo.edge;

import dev.relevo.relay.Client;
import dev.relevo.relay.ClientGone;
import dev.relevo.relay.Reply;
import dev.relevo.stats.Tracing;
import dev.relevo.time.Clock;
import dev.relevo.wire.Headers;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger.Level;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes every request from the server library, sees that it is answered exactly once, and then lets the connection go
 * on or ends it. Bugs in whatever answers are caught here and nowhere else.
 */
final class FrontHandler implements Handler {
    private static final System.Logger LOG = System.getLogger(FrontHandler.class.getName());

    private final Supplier<Terms> terms;
    private final Capacity capacity;
    private final Routes routes;
    private final BooleanSupplier draining;
    private final RequestLog log;
    private final @Nullable Tracing tracing;
    private final Clock clock;

    /**
     * @param terms the present ones
     * @param tracing null where nobody traces
     */
    FrontHandler(
            Supplier<Terms> terms,
            Capacity capacity,
            Routes routes,
            BooleanSupplier draining,
            RequestLog log,
            @Nullable Tracing tracing,
            Clock clock) {
        this.terms = terms;
        this.capacity = capacity;
        this.routes = routes;
        this.draining = draining;
        this.log = log;
        this.tracing = tracing;
        this.clock = clock;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        GuardedContext connection = response.sink(ConnectionSink.TYPE).connection();
        Terms now = terms.get();
        Admission admission = Admission.of(request, now.access());
        Holding holding = new Holding(capacity);
        RequestBody body = new RequestBody(request, now.limits().maxBody(), holding);
        Incoming incoming = new Incoming(request, admission, body, tracing, clock);
        Told told = log.told();
        HttpReply reply = new HttpReply(
                connection,
                () -> headers(admission),
                incoming.method().equals("HEAD"),
                () -> isLast(request, connection, admission),
                holding,
                told);
        try {
            answer(new Visit(incoming, connection, holding, reply), now);
        } catch (ClientGone | CloseConnectionException e) {
            reply.clientGone();
        } finally {
            holding.giveBack();
        }
        log.ended(incoming, reply, told);
        leave(connection, request, reply);
    }

    private Headers headers(Admission admission) {
        Client client = admission.caller().client();
        return client == null || client.own() == null
                ? admission.answerHeaders()
                : OwnLimits.added(admission.answerHeaders(), client.own(), clock.nanos());
    }

    private record Visit(Incoming incoming, GuardedContext connection, Holding holding, HttpReply reply) {}

    private void answer(Visit visit, Terms now) throws ClientGone {
        Reply reply = Routes.inItsForm(visit.incoming(), visit.reply());
        try {
            admit(visit);
            routes.route(visit.incoming(), reply);
            visit.reply().expectDone();
        } catch (Refusal refusal) {
            log.shed(refusal);
            refuse(reply, refusal);
        } catch (RequestException unreadable) {
            refuse(reply, Refusal.unreadableBody(unreadable.status().code(), now.limits()));
        } catch (CloseConnectionException clientLeft) {
            throw clientLeft;
        } catch (RuntimeException | Error bug) {
            LOG.log(Level.ERROR, visit.incoming().id() + ": a bug in Relevo", bug);
            fail(reply, visit.incoming().id());
        }
    }

    /**
     * All that can be decided before the body is read; health checks pass whatever is open. To be refused takes a turn, too,
     * but for connections that only stand in the way of the next.
     */
    private void admit(Visit visit) throws Refusal {
        Incoming incoming = visit.incoming();
        if (incoming.isFree()) {
            visit.holding().giveWay();
            incoming.expectAdmitted();
            return;
        }
        if (visit.connection().isSurplus()) {
            incoming.expectAdmitted();
            throw capacity.noConnection();
        }
        visit.holding().takeTurn();
        incoming.expectAdmitted();
        visit.holding().takeRequest();
    }

    /** Whether the connection ends with this request: somebody asked for it, or its body was not wanted. */
    private boolean isLast(ServerRequest request, GuardedContext connection, Admission admission) {
        return admission.refusal() != null
                || connection.isSurplus()
                || connection.inbound().isHttp10()
                || draining.getAsBoolean()
                || endsItself(request.headers())
                || !request.content().consumed();
    }

    private static boolean endsItself(ServerRequestHeaders headers) {
        return headers.contains(HeaderNames.CONNECTION) && headers.containsToken(HeaderValues.CONNECTION_CLOSE);
    }

    private static void refuse(Reply reply, Refusal refusal) throws ClientGone {
        reply.answer(refusal.status(), refusal.headers(), refusal.body());
    }

    private static void fail(Reply reply, String requestId) throws ClientGone {
        if (reply.started()) {
            reply.cut();
        } else {
            refuse(reply, Refusal.of(500, "Relevo failed; its log tells why under request id " + requestId + '.'));
        }
    }

    private static void leave(GuardedContext connection, ServerRequest request, HttpReply reply) {
        // An interrupt that came too late must not end the next socket used.
        Thread.interrupted();
        if (reply.reusable()) {
            connection.inbound().answered();
            return;
        }
        if (!reply.ended()) {
            connection.inbound().close();
        } else if (request.content().consumed()) {
            connection.inbound().answeredLast();
        }
        throw new CloseConnectionException("the connection ends with this request");
    }
}
