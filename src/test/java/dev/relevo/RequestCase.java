package dev.relevo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A case of {@code http/requests.txt}.
 *
 * @param statuses of the answers, in their order
 * @param closes whether the connection is closed after the last
 * @param forwarded how many requests a provider gets
 * @param bytes what the client sends
 */
record RequestCase(String title, List<Integer> statuses, boolean closes, int forwarded, byte[] bytes) {
    /** A good question. */
    static final String BODY = "{\"model\":\"auto\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    static Stream<RequestCase> all() throws IOException {
        return WireCase.in("requests.txt", BODY).map(RequestCase::of);
    }

    /** That many bytes at a time. */
    List<byte[]> pieces(int size) {
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < bytes.length; from += size) {
            pieces.add(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)));
        }
        return pieces;
    }

    @Override
    public String toString() {
        return title;
    }

    private static RequestCase of(WireCase sent) {
        List<String> answer = List.of(sent.told("answer", "").split(" "));
        List<Integer> statuses = answer.subList(0, answer.size() - 1).stream()
                .map(Integer::valueOf)
                .toList();
        int forwarded = Integer.parseInt(sent.told("forwarded", "0"));
        return new RequestCase(sent.title(), statuses, answer.getLast().equals("close"), forwarded, sent.bytes());
    }
}
