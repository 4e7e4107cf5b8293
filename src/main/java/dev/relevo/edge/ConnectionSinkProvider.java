package dev.relevo.edge;

import io.helidon.common.GenericType;
import io.helidon.common.media.type.MediaType;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http.spi.Sink;
import io.helidon.webserver.http.spi.SinkProvider;
import io.helidon.webserver.http.spi.SinkProviderContext;
import java.util.function.BiConsumer;

/** Lets the server library make {@link ConnectionSink}s; it finds this class as a service. */
public final class ConnectionSinkProvider implements SinkProvider<byte[]> {
    /** For the service loader. */
    public ConnectionSinkProvider() {}

    @Override
    public boolean supports(GenericType<? extends Sink<?>> type, ServerRequest request) {
        return ConnectionSink.TYPE.equals(type);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // supports() admits only this type
    public <X extends Sink<byte[]>> X create(SinkProviderContext context) {
        if (context.connectionContext() instanceof GuardedContext guarded) {
            return (X) new ConnectionSink(guarded);
        }
        throw new IllegalStateException("the listener has no guard");
    }

    @Override
    @Deprecated
    @SuppressWarnings({"removal", "TypeParameterUnusedInFormals"}) // the interface still demands it
    public <X extends Sink<byte[]>> X create(
            ServerResponse response, BiConsumer<Object, MediaType> consumer, Runnable close) {
        throw new UnsupportedOperationException("replaced by create(SinkProviderContext)");
    }
}
