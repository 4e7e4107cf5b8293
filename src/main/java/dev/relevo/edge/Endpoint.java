package dev.relevo.edge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is served, and by which methods. */
enum Endpoint {
    CHAT("POST", "OPTIONS"),
    MODELS("GET", "HEAD", "OPTIONS"),
    MODEL("GET", "HEAD", "OPTIONS"),
    HEALTH("GET", "HEAD", "OPTIONS"),
    /** The server as a whole, {@code *}. */
    SERVER("OPTIONS");

    static final String MODEL_PREFIX = "/models/";

    private static final String VERSION_PREFIX = "/v1/";

    private final List<String> methods;

    Endpoint(String... methods) {
        this.methods = List.of(methods);
    }

    /** The endpoint at a path that {@link #unversioned} gave, or null. */
    static @Nullable Endpoint at(String path) {
        return switch (path) {
            case "/chat/completions" -> CHAT;
            case "/models", "/models/" -> MODELS;
            case "/health" -> HEALTH;
            case "*" -> SERVER;
            default -> path.startsWith(MODEL_PREFIX) ? MODEL : null;
        };
    }

    /** The path without the {@code /v1} that clients may leave out. */
    static String unversioned(String path) {
        return path.startsWith(VERSION_PREFIX) ? path.substring(VERSION_PREFIX.length() - 1) : path;
    }

    boolean serves(String method) {
        return methods.contains(method);
    }

    /** The methods as {@code Allow} lists them. */
    String allow() {
        return String.join(", ", methods);
    }
}
