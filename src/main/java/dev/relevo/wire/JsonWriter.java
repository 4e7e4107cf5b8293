package dev.relevo.wire;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes JSON from its beginning to its end, on one line. Whoever opens something closes it. */
public final class JsonWriter {
    private final StringBuilder json = new StringBuilder(512);
    private boolean separate;

    /** An object begins, as the whole or as the next element. */
    public JsonWriter object() {
        return open('{');
    }

    /** An object begins, as a member. */
    public JsonWriter object(String name) {
        name(name);
        return open('{');
    }

    public JsonWriter endObject() {
        return close('}');
    }

    /** An array begins, as a member. */
    public JsonWriter array(String name) {
        name(name);
        return open('[');
    }

    public JsonWriter endArray() {
        return close(']');
    }

    /** A member; null is told as such. */
    public JsonWriter member(String name, @Nullable String text) {
        name(name);
        if (text == null) {
            json.append("null");
        } else {
            JsonText.quote(json, text);
        }
        separate = true;
        return this;
    }

    /** A member; null is told as such. */
    public JsonWriter member(String name, @Nullable Long number) {
        return plain(name, String.valueOf(number));
    }

    public JsonWriter member(String name, int number) {
        return plain(name, Integer.toString(number));
    }

    /** A member, without an exponent; null is told as such. */
    public JsonWriter member(String name, @Nullable BigDecimal number) {
        return plain(name, number == null ? "null" : number.toPlainString());
    }

    public JsonWriter member(String name, boolean flag) {
        return plain(name, Boolean.toString(flag));
    }

    /** An element of an array. */
    public JsonWriter element(@Nullable Long number) {
        return element(String.valueOf(number));
    }

    /** An element of an array, without an exponent. */
    public JsonWriter element(@Nullable BigDecimal number) {
        return element(number == null ? "null" : number.toPlainString());
    }

    public JsonWriter nothing(String name) {
        return plain(name, "null");
    }

    /** What was written, in UTF-8. */
    public byte[] bytes() {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private JsonWriter element(String value) {
        comma();
        json.append(value);
        separate = true;
        return this;
    }

    private JsonWriter plain(String name, String value) {
        name(name);
        json.append(value);
        separate = true;
        return this;
    }

    private void name(String name) {
        comma();
        JsonText.quote(json, name);
        json.append(':');
        separate = false;
    }

    private JsonWriter open(char bracket) {
        comma();
        json.append(bracket);
        separate = false;
        return this;
    }

    private JsonWriter close(char bracket) {
        json.append(bracket);
        separate = true;
        return this;
    }

    private void comma() {
        if (separate) {
            json.append(',');
        }
    }
}
