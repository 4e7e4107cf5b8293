package dev.relevo.edge;

import dev.relevo.relay.ClientGone;
import dev.relevo.relay.Reply;
import dev.relevo.time.Clock;
import io.helidon.http.HeaderValues;
import io.helidon.http.RequestException;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.lang.System.Logger.Level;
import java.util.function.BooleanSupplier;

/**
 * Takes every request from the server library, sees that it is answered exactly once, and then lets the connection go
 * on or ends it. Bugs in whatever answers are caught here and nowhere else.
 */
final class FrontHandler implements Handler {
    private static final System.Logger LOG = System.getLogger(FrontHandler.class.getName());

    private final Access access;
    private final Routes routes;
    private final BooleanSupplier draining;
    private final long maxBody;
    private final Clock clock;

    FrontHandler(Access access, Routes routes, BooleanSupplier draining, long maxBody, Clock clock) {
        this.access = access;
        this.routes = routes;
        this.draining = draining;
        this.maxBody = maxBody;
        this.clock = clock;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        long receivedNanos = clock.nanos();
        GuardedContext connection = response.sink(ConnectionSink.TYPE).connection();
        Admission admission = Admission.of(request.headers(), access);
        HttpReply reply = new HttpReply(
                connection,
                admission.answerHeaders(),
                request.prologue().method().text().equals("HEAD"),
                () -> isLast(request, admission));
        try {
            answer(request, admission, receivedNanos, reply);
        } catch (ClientGone | CloseConnectionException e) {
            LOG.log(Level.DEBUG, "{0}: the client left", admission.requestId());
        }
        leave(connection, request, reply);
    }

    private void answer(ServerRequest request, Admission admission, long receivedNanos, HttpReply client)
            throws ClientGone {
        Reply reply = Routes.inItsForm(request, client);
        try {
            if (admission.refusal() != null) {
                throw admission.refusal();
            }
            routes.route(request, admission.requestId(), receivedNanos, reply);
            client.expectDone();
        } catch (Refusal refusal) {
            refuse(reply, refusal);
        } catch (RequestException unreadable) {
            refuse(reply, Refusal.unreadable(unreadable.status().code(), maxBody));
        } catch (CloseConnectionException clientLeft) {
            throw clientLeft;
        } catch (RuntimeException | Error bug) {
            LOG.log(Level.ERROR, admission.requestId() + ": a bug in Relevo", bug);
            fail(reply, admission.requestId());
        }
    }

    /** Whether the connection ends with this request: somebody asked for it, or its body was not wanted. */
    private boolean isLast(ServerRequest request, Admission admission) {
        return admission.refusal() != null
                || draining.getAsBoolean()
                || request.headers().containsToken(HeaderValues.CONNECTION_CLOSE)
                || !request.content().consumed();
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
            connection.inbound().answered(connection.dataReader().available());
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
