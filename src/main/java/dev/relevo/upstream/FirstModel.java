package dev.relevo.upstream;

import dev.relevo.config.ModelName;
import dev.relevo.config.Provider;
import dev.relevo.time.Clock;
import dev.relevo.time.Deadline;
import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.MalformedJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Which model a provider lists first: what a local server has, nobody else knows. */
public sealed interface FirstModel {
    /** For the whole question; people wait for the start. */
    Duration PATIENCE = Duration.ofSeconds(2);

    int LONGEST_LIST = 1 << 20;

    /** The provider's name for it. */
    record Known(String id) implements FirstModel {}

    /**
     * There is none, or it cannot be had.
     *
     * @param why for people
     */
    record Unknown(String why) implements FirstModel {}

    /** Asks {@code GET {base-url}/models}. */
    static FirstModel of(Provider provider, ConnectionPool connections, Clock clock) {
        try (Exchange exchange = connections.exchange()) {
            exchange.limit(Phase.ANSWER, Deadline.after(clock, PATIENCE));
            ResponseHead head = exchange.send(head(provider), new byte[0]);
            if (head.status() != 200) {
                return new Unknown("it answered " + head.status() + " when asked for its models");
            }
            String id = firstId(body(exchange));
            return id == null || !ModelName.isValid(id)
                    ? new Unknown("it lists none that can be asked for")
                    : new Known(id);
        } catch (ExchangeFailure e) {
            return new Unknown(e.detail());
        } catch (MalformedJson e) {
            return new Unknown("what it answered is no list of models");
        }
    }

    private static byte[] head(Provider provider) {
        Endpoint endpoint = new Endpoint(provider.baseUrl());
        String start = "GET " + endpoint.path("/models") + " HTTP/1.1\r\n";
        String fields = RequestFields.of(endpoint, provider, provider.firstKey());
        return (start + fields + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] body(Exchange exchange) throws ExchangeFailure {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (body.size() <= LONGEST_LIST && exchange.read()) {
            body.write(exchange.buffer(), exchange.from(), exchange.to() - exchange.from());
        }
        return body.toByteArray();
    }

    /** The {@code id} of the first member of {@code data}, or null. */
    private static @Nullable String firstId(byte[] list) {
        JsonCursor json = new JsonCursor(list, 0, list.length);
        json.enterObject();
        while (json.nextMember()) {
            if (json.nameIs("data") && json.kind() == JsonCursor.Kind.ARRAY) {
                json.enterArray();
                return json.nextElement() && json.kind() == JsonCursor.Kind.OBJECT ? id(json) : null;
            }
            json.skip();
        }
        return null;
    }

    private static @Nullable String id(JsonCursor json) {
        json.enterObject();
        while (json.nextMember()) {
            if (json.nameIs("id") && json.kind() == JsonCursor.Kind.STRING) {
                return json.string();
            }
            json.skip();
        }
        return null;
    }
}
