package dev.relevo.edge;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is served, where, and by which methods. */
enum Endpoint {
    CHAT_COMPLETIONS("POST", "/v1/chat/completions"),
    COMPLETIONS("POST", "/v1/completions"),
    EMBEDDINGS("POST", "/v1/embeddings"),
    MODELS("GET", "/v1/models"),
    MODEL("GET", "/v1/models/{id}"),
    CHAT("POST", "/chat"),
    HEALTH("GET", "/health"),
    LIVE("GET", "/health/live"),
    READY("GET", "/health/ready"),
    STATUS("GET", "/api/status"),
    STATUS_EVENTS("GET", "/api/status/events"),
    EXPLAIN("GET", "/api/explain"),
    METRICS("GET", "/metrics"),
    OPENAPI("GET", "/openapi.yaml"),
    CHAT_PAGE("GET", "/"),
    STATUS_PAGE("GET", "/status"),
    /** What the pages are made of, which is no part of the API. */
    WEB_FILE("GET", "/web/{digest}/{file}"),
    /** The server as a whole. */
    SERVER("OPTIONS", "*");

    private static final String BEFORE_ID = "/models/";
    private static final String BEFORE_FILE = "/web/";

    private final String method;
    private final String path;

    Endpoint(String method, String path) {
        this.method = method;
        this.path = path;
    }

    /** The endpoint at a path, or null. Clients may leave out the {@code /v1}. */
    static @Nullable Endpoint at(String asked) {
        return switch (asked) {
            case "/v1/chat/completions", "/chat/completions" -> CHAT_COMPLETIONS;
            case "/v1/completions", "/completions" -> COMPLETIONS;
            case "/v1/embeddings", "/embeddings" -> EMBEDDINGS;
            case "/v1/models", "/v1/models/", "/models", "/models/" -> MODELS;
            case "/chat" -> CHAT;
            case "/health" -> HEALTH;
            case "/health/live" -> LIVE;
            case "/health/ready" -> READY;
            case "/api/status" -> STATUS;
            case "/api/status/events" -> STATUS_EVENTS;
            case "/api/explain" -> EXPLAIN;
            case "/metrics" -> METRICS;
            case "/openapi.yaml" -> OPENAPI;
            case "/" -> CHAT_PAGE;
            case "/status" -> STATUS_PAGE;
            case "*" -> SERVER;
            default -> below(asked);
        };
    }

    private static @Nullable Endpoint below(String asked) {
        if (asked.startsWith("/v1" + BEFORE_ID) || asked.startsWith(BEFORE_ID)) {
            return MODEL;
        }
        return asked.startsWith(BEFORE_FILE) ? WEB_FILE : null;
    }

    /** The id in the path of a {@link #MODEL}, slashes included. */
    static String id(String asked) {
        return asked.substring(asked.indexOf(BEFORE_ID) + BEFORE_ID.length());
    }

    /** What follows {@code /web/} in the path of a {@link #WEB_FILE}. */
    static String file(String asked) {
        return asked.substring(BEFORE_FILE.length());
    }

    /** Whether people are told of it: not of what only programs ask for. */
    boolean isTold() {
        return this != SERVER && this != WEB_FILE;
    }

    /** All that are told, for a person: {@code POST /v1/completions, GET /v1/models and GET /health}. */
    static String list() {
        String all = Arrays.stream(values())
                .filter(Endpoint::isTold)
                .map(Endpoint::toString)
                .collect(Collectors.joining(", "));
        int last = all.lastIndexOf(", ");
        return all.substring(0, last) + " and" + all.substring(last + 1);
    }

    boolean serves(String asked) {
        return asked.equals(method) || asked.equals("OPTIONS") || (asked.equals("HEAD") && method.equals("GET"));
    }

    /** Whether models are asked there. */
    boolean asksModels() {
        return switch (this) {
            case CHAT_COMPLETIONS, COMPLETIONS, EMBEDDINGS, CHAT -> true;
            default -> false;
        };
    }

    /** Its path as documented, for whoever counts requests; {@code other} for null. */
    static String label(@Nullable Endpoint endpoint) {
        return endpoint == null ? "other" : endpoint.path;
    }

    /** How to call it instead, a sentence for whoever asked by another method; or empty. */
    String hint() {
        return this == CHAT ? " POST " + ChatRequest.EXAMPLE + " with Content-Type: application/json." : "";
    }

    /** As documented: {@code GET /v1/models/{id}}. */
    @Override
    public String toString() {
        return method + ' ' + path;
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
