package dev.relevo.edge;

import org.jspecify.annotations.Nullable;

/** What is served, and by which methods. */
enum Endpoint {
    CHAT("POST"),
    MODELS("GET"),
    MODEL("GET"),
    HEALTH("GET"),
    /** The server as a whole, {@code *}. */
    SERVER("OPTIONS");

    static final String MODEL_PREFIX = "/models/";

    private static final String VERSION_PREFIX = "/v1/";

    private final String method;

    Endpoint(String method) {
        this.method = method;
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

    boolean serves(String asked) {
        return asked.equals(method) || asked.equals("OPTIONS") || (asked.equals("HEAD") && method.equals("GET"));
    }

    /** The methods as {@code Allow} lists them. */
    String allow() {
        return switch (method) {
            case "GET" -> "GET, HEAD, OPTIONS";
            case "POST" -> "POST, OPTIONS";
            default -> "OPTIONS";
        };
    }
}
