package dev.relevo.dialect;

import dev.relevo.config.FieldPath;
import dev.relevo.config.Quirks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What should reach a target, worked out member by member instead of byte by byte. */
final class ExpectedEncoding {
    static final String MODEL = "llama \"x\"";
    static final int CAP = 4096;

    private static final Set<String> ABOVE_CAP = Set.of("4097", "5e3", "4096.5", "1e400", "12345678901234567890");

    private final RandomRequest request;
    private final Quirks quirks;
    private final Map<String, Piece> sent = new LinkedHashMap<>();
    private final List<Piece> added = new ArrayList<>();

    ExpectedEncoding(RandomRequest request, Quirks quirks, boolean capped) {
        this.request = request;
        this.quirks = quirks;
        request.pieces().stream().filter(piece -> !isDropped(piece)).forEach(this::send);
        if (capped) {
            cap();
        }
        askForUsage();
    }

    boolean dropsNothing() {
        return sent.size() == request.pieces().size();
    }

    /** In order; what is added stands right behind the model. */
    List<Piece> pieces() {
        List<Piece> all = new ArrayList<>();
        for (Piece piece : sent.values()) {
            boolean isModel = piece.name().equals("model");
            all.add(isModel ? piece.withValue("\"llama \\\"x\\\"\"") : piece);
            all.addAll(isModel ? added : List.of());
        }
        return all;
    }

    private boolean isDropped(Piece piece) {
        return drops(piece.name())
                || request.pieces().stream().anyMatch(other -> other != piece && pushesOut(other, piece));
    }

    private boolean pushesOut(Piece other, Piece piece) {
        if (!upstreamName(other).equals(upstreamName(piece))) {
            return false;
        }
        return isNull(other) == isNull(piece) ? upstreamName(other).equals(other.name()) : isNull(piece);
    }

    private void send(Piece piece) {
        String name = upstreamName(piece);
        sent.put(name, name.equals(piece.name()) ? piece : piece.withName(name));
    }

    private void cap() {
        List<String> given = sent.keySet().stream()
                .filter(name -> name.matches("max_(completion_)?tokens") || name.equals(quirks.maxTokensField()))
                .filter(name -> !isNull(sent.get(name)))
                .toList();
        given.stream()
                .filter(name -> ABOVE_CAP.contains(sent.get(name).value()))
                .forEach(name -> put(name, CAP + ""));
        if (given.isEmpty()) {
            put(quirks.maxTokensField(), CAP + "");
        }
    }

    private void askForUsage() {
        if (!isStream() || isUsageAsked() || drops("stream_options")) {
            return;
        }
        List<Piece> asking = new ArrayList<>();
        if (hasOptions()) {
            asking.addAll(request.options());
            asking.replaceAll(option -> asksForUsage(option) ? option.withValue("true") : option);
        }
        if (asking.stream().noneMatch(ExpectedEncoding::asksForUsage)) {
            asking.addFirst(Piece.of("include_usage", "true"));
        }
        put("stream_options", Piece.text(asking));
    }

    private boolean isStream() {
        return sent.containsKey("stream") && sent.get("stream").value().equals("true");
    }

    private boolean isUsageAsked() {
        List<Piece> asking = request.options().stream()
                .filter(ExpectedEncoding::asksForUsage)
                .toList();
        return hasOptions() && !asking.isEmpty() && asking.getLast().value().equals("true");
    }

    private boolean hasOptions() {
        return sent.containsKey("stream_options") && !isNull(sent.get("stream_options"));
    }

    private void put(String name, String value) {
        if (sent.containsKey(name)) {
            sent.put(name, sent.get(name).withValue(value));
        } else {
            added.add(Piece.of(name, value));
        }
    }

    private String upstreamName(Piece piece) {
        return quirks.rename().getOrDefault(new FieldPath(List.of(piece.name())), piece.name());
    }

    private static boolean asksForUsage(Piece option) {
        return option.name().equals("include_usage");
    }

    private static boolean isNull(Piece piece) {
        return piece.value().equals("null");
    }

    private boolean drops(String name) {
        return quirks.drop().contains(new FieldPath(List.of(name)));
    }
}
