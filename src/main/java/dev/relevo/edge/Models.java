package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.relevo.relay.Client;
import dev.relevo.wire.JsonText;
import java.util.List;
import java.util.function.Supplier;

/** The models that clients may ask for, as OpenAI lists models. */
final class Models {
    private final Supplier<List<String>> names;
    private final long created;

    /** @param created Unix seconds, told of every model */
    Models(Supplier<List<String>> names, long created) {
        this.names = names;
        this.created = created;
    }

    byte[] list(Caller caller) {
        StringBuilder json = new StringBuilder("{\"object\":\"list\",\"data\":[");
        String separator = "";
        for (String name : names(caller)) {
            json.append(separator);
            append(json, name);
            separator = ",";
        }
        return json.append("]}").toString().getBytes(UTF_8);
    }

    byte[] one(String id, Caller caller) throws Refusal {
        if (!names(caller).contains(id)) {
            throw Refusal.noSuchModel(id);
        }
        StringBuilder json = new StringBuilder();
        append(json, id);
        return json.toString().getBytes(UTF_8);
    }

    /** Whoever may use some aliases alone is told of no others. */
    private List<String> names(Caller caller) {
        Client client = caller.client();
        return client == null
                ? names.get()
                : names.get().stream().filter(client::mayUse).toList();
    }

    private void append(StringBuilder json, String id) {
        json.append("{\"id\":");
        JsonText.quote(json, id);
        json.append(",\"object\":\"model\",\"created\":").append(created).append(",\"owned_by\":\"relevo\"}");
    }
}
