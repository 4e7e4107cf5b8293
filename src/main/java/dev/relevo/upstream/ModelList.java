package dev.relevo.upstream;

import dev.relevo.config.ModelName;
import dev.relevo.config.Provider;
import dev.relevo.config.Secret;
import dev.relevo.time.Deadline;
import dev.relevo.wire.JsonCursor;
import dev.relevo.wire.MalformedJson;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The models that a provider lists. */
public sealed interface ModelList {
    int LONGEST = 8 << 20;

    /** The provider's names for them, in its order; those that no request can name are left out. */
    record Listed(List<String> ids) implements ModelList {
        public Listed {
            ids = List.copyOf(ids);
        }
    }

    /**
     * It lists none that we can read.
     *
     * @param why for people
     */
    record Unlisted(String why) implements ModelList {}

    /**
     * Asks {@code GET {base-url}/models}.
     *
     * @param key null to ask without one
     * @param until when to give up
     */
    static ModelList of(Provider provider, @Nullable Secret key, ConnectionPool connections, Deadline until) {
        try (Exchange exchange = connections.exchange()) {
            exchange.limit(Phase.ANSWER, until);
            ResponseHead head = exchange.send(head(provider, key), new byte[0]);
            return head.status() == 200
                    ? new Listed(withoutSecrets(ids(body(exchange)), provider))
                    : new Unlisted("it answered " + head.status() + " when asked for its models");
        } catch (ExchangeFailure e) {
            return new Unlisted(e.detail());
        } catch (MalformedJson e) {
            return new Unlisted("what it answered is no list of models");
        }
    }

    /**
     * The ids of a list as OpenAI writes it, {@code {"data":[{"id":…}]}}, or as a bare array, which Together sends.
     *
     * @throws MalformedJson if it is neither
     */
    static List<String> ids(byte[] list) {
        List<String> ids = new ArrayList<>();
        JsonCursor json = new JsonCursor(list, 0, list.length);
        if (json.kind() == JsonCursor.Kind.ARRAY) {
            models(json, ids);
        } else {
            json.enterObject();
            while (json.nextMember()) {
                if (json.nameIs("data") && json.kind() == JsonCursor.Kind.ARRAY) {
                    models(json, ids);
                } else {
                    json.skip();
                }
            }
        }
        json.end();
        return ids;
    }

    /** A provider may quote the key that it was asked with even here, and names of models are shown everywhere. */
    private static List<String> withoutSecrets(List<String> ids, Provider provider) {
        Redaction redaction = new Redaction(List.of(provider));
        return ids.stream().filter(id -> redaction.clean(id).equals(id)).toList();
    }

    private static void models(JsonCursor json, List<String> ids) {
        json.enterArray();
        while (json.nextElement()) {
            if (json.kind() == JsonCursor.Kind.OBJECT) {
                model(json, ids);
            } else {
                json.skip();
            }
        }
    }

    private static void model(JsonCursor json, List<String> ids) {
        json.enterObject();
        while (json.nextMember()) {
            if (json.nameIs("id") && json.kind() == JsonCursor.Kind.STRING) {
                String id = json.string();
                if (ModelName.isValid(id)) {
                    ids.add(id);
                }
            } else {
                json.skip();
            }
        }
    }

    private static byte[] head(Provider provider, @Nullable Secret key) {
        Endpoint endpoint = new Endpoint(provider.baseUrl());
        String start = "GET " + endpoint.path("/models") + " HTTP/1.1\r\n";
        String fields = RequestFields.of(endpoint, provider, key);
        return (start + fields + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] body(Exchange exchange) throws ExchangeFailure {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (body.size() <= LONGEST && exchange.read()) {
            body.write(exchange.buffer(), exchange.from(), exchange.to() - exchange.from());
        }
        return body.toByteArray();
    }
}
