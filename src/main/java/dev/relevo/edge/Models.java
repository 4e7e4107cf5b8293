package dev.relevo.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

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

    byte[] list() {
        StringBuilder json = new StringBuilder("{\"object\":\"list\",\"data\":[");
        String separator = "";
        for (String name : names.get()) {
            json.append(separator);
            append(json, name);
            separator = ",";
        }
        return json.append("]}").toString().getBytes(UTF_8);
    }

    byte[] one(String id) throws Refusal {
        if (!names.get().contains(id)) {
            throw Refusal.noSuchModel(id);
        }
        StringBuilder json = new StringBuilder();
        append(json, id);
        return json.toString().getBytes(UTF_8);
    }

    private void append(StringBuilder json, String id) {
        json.append("{\"id\":");
        JsonText.quote(json, id);
        json.append(",\"object\":\"model\",\"created\":").append(created).append(",\"owned_by\":\"relevo\"}");
    }
}
