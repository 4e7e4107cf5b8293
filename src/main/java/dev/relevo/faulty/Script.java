package dev.relevo.faulty;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How an upstream answers one request: a status, fields, a body in pieces, and faults hung on points of it. Immutable;
 * each method gives a changed copy.
 *
 * <pre>{@code
 * upstream.next(Script.json(429, body).header("retry-after", "7"));
 * upstream.next(Completions.stream(events).reset(afterBody(17)));
 * upstream.always(Script.silence());
 * }</pre>
 */
public final class Script {
    record Hung(int offset, Fault fault) {}

    private record Answer(String interim, int status, List<String> fields, Framing framing, List<byte[]> pieces) {
        Wire wire() {
            StringBuilder head = new StringBuilder();
            head.append("HTTP/1.1 ").append(status).append(" Scripted\r\n");
            fields.forEach(field -> head.append(field).append("\r\n"));
            switch (framing) {
                case LENGTH ->
                    head.append("content-length: ").append(bodyLength()).append("\r\n");
                case CHUNKED -> head.append("transfer-encoding: chunked\r\n");
                case UNTIL_CLOSE, AS_TOLD -> {}
            }
            return Wire.of(
                    interim.getBytes(StandardCharsets.ISO_8859_1),
                    head.append("\r\n").toString(),
                    pieces,
                    framing);
        }

        private long bodyLength() {
            return pieces.stream().mapToLong(piece -> piece.length).sum();
        }

        Answer field(String field) {
            return new Answer(interim, status, plus(fields, field), framing, pieces);
        }
    }

    private final Answer answer;
    private final Wire wire;
    private final List<Hung> faults;
    private final int writeSize;

    private Script(Answer answer, Wire wire, List<Hung> faults, int writeSize) {
        this.answer = answer;
        this.wire = wire;
        this.faults = List.copyOf(faults);
        this.writeSize = writeSize;
    }

    private static Script of(Answer answer) {
        return new Script(answer, answer.wire(), List.of(), Integer.MAX_VALUE);
    }

    /** A plain answer. */
    public static Script of(int status, String contentType, byte[] body) {
        return of(new Answer("", status, List.of("content-type: " + contentType), Framing.LENGTH, List.of(body)));
    }

    public static Script json(int status, String body) {
        return of(status, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    /** A body in chunks, as given. */
    public static Script chunks(int status, String contentType, List<byte[]> chunks) {
        return of(new Answer("", status, List.of("content-type: " + contentType), Framing.CHUNKED, chunks));
    }

    /** An event stream: one chunk {@code data: …\n\n} for each payload, nothing added. */
    public static Script events(List<String> payloads) {
        List<byte[]> chunks = payloads.stream()
                .map(payload -> ("data: " + payload + "\n\n").getBytes(StandardCharsets.UTF_8))
                .toList();
        return chunks(200, "text/event-stream", chunks);
    }

    /** These bytes and nothing else; the head ends with the first blank line, if there is one. */
    public static Script raw(byte[] bytes) {
        int bodyFrom = endOfHead(bytes);
        Wire.Piece body = new Wire.Piece(bodyFrom, bytes.length, bytes.length);
        Answer answer = new Answer("", 0, List.of(), Framing.AS_TOLD, List.of());
        return new Script(answer, new Wire(bytes, 0, bodyFrom, List.of(body)), List.of(), Integer.MAX_VALUE);
    }

    /** As {@link #raw(byte[])}, characters up to U+00FF as bytes. */
    public static Script raw(String bytes) {
        return raw(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads the request and never answers. */
    public static Script silence() {
        return raw("").hang(Point.atEnd());
    }

    /** Reads the request and resets. */
    public static Script resetting() {
        return raw("").reset(Point.atEnd());
    }

    /** Reads the request and ends the connection by FIN. */
    public static Script finishing() {
        return raw("").finish(Point.atEnd());
    }

    public Script header(String name, String value) {
        return changed(answer.field(name + ": " + value));
    }

    public Script framed(Framing framing) {
        return changed(new Answer(answer.interim, answer.status, answer.fields, framing, answer.pieces));
    }

    /** Promises so many body bytes, whatever is sent. */
    public Script promising(long length) {
        return framed(Framing.AS_TOLD).header("content-length", Long.toString(length));
    }

    /** Says {@code connection: close} and does it, in an orderly way. */
    public Script closing() {
        return header("connection", "close");
    }

    /** Sends an interim head before the real one, after earlier interim ones. */
    public Script interim(int status, String... fields) {
        StringBuilder head = new StringBuilder(answer.interim);
        head.append("HTTP/1.1 ").append(status).append(" Interim\r\n");
        Stream.of(fields).forEach(field -> head.append(field).append("\r\n"));
        head.append("\r\n");
        return changed(new Answer(head.toString(), answer.status, answer.fields, answer.framing, answer.pieces));
    }

    /** Sends in writes of at most so many bytes. */
    public Script inWritesOf(int bytes) {
        return new Script(answer, wire, faults, bytes);
    }

    /** Waits at the gate before the first and between any two steps of so many wire bytes. */
    public Script dripping(int bytes, Gate gate) {
        Stream<Hung> waits = IntStream.iterate(0, at -> at < wire.bytes().length, at -> at + bytes)
                .mapToObj(at -> new Hung(at, new Fault.Wait(gate)));
        return new Script(answer, wire, Stream.concat(faults.stream(), waits).toList(), writeSize);
    }

    public Script reset(Point at) {
        return at(at, Fault.Ending.RESET);
    }

    public Script finish(Point at) {
        return at(at, Fault.Ending.FINISH);
    }

    public Script close(Point at) {
        return at(at, Fault.Ending.CLOSE);
    }

    /** Falls silent there. */
    public Script hang(Point at) {
        return at(at, Fault.Ending.HANG);
    }

    public Script await(Point at, Gate gate) {
        return at(at, new Fault.Wait(gate));
    }

    public Script pause(Point at, Duration time) {
        return at(at, new Fault.Pause(time));
    }

    public Script flood(Point at, String bytes) {
        return at(at, new Fault.Flood(bytes));
    }

    /** Hangs a fault on a point; faults on one point take place in the order they were hung. */
    public Script at(Point point, Fault fault) {
        return new Script(answer, wire, plus(faults, new Hung(wire.offset(point), fault)), writeSize);
    }

    /** Every byte of the answer, as it goes out when no fault prevents it. */
    public byte[] wire() {
        return wire.bytes().clone();
    }

    /** Bytes of the body, its framing not counted. */
    public int bodyLength() {
        return wire.pieces().stream()
                .mapToInt(piece -> piece.to() - piece.from())
                .sum();
    }

    byte[] bytes() {
        return wire.bytes();
    }

    int writeSize() {
        return writeSize;
    }

    /** In the order they take place. */
    List<Hung> faults() {
        return faults.stream().sorted(Comparator.comparingInt(Hung::offset)).toList();
    }

    boolean endsTheConnection() {
        return answer.framing == Framing.UNTIL_CLOSE || answer.fields.contains("connection: close");
    }

    private Script changed(Answer changed) {
        if (!faults.isEmpty() || answer.status == 0) {
            throw new IllegalStateException(
                    "an answer is written before faults are hung on it; raw bytes stay as they are");
        }
        return new Script(changed, changed.wire(), faults, writeSize);
    }

    private static int endOfHead(byte[] bytes) {
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
        return at < 0 ? bytes.length : at + 4;
    }

    private static <T> List<T> plus(List<T> list, T one) {
        List<T> longer = new ArrayList<>(list);
        longer.add(one);
        return List.copyOf(longer);
    }
}
