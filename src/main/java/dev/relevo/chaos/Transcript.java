package dev.relevo.chaos;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a streamed answer has said, event by event. */
final class Transcript {
    private final int request;
    private final Words words;
    private final List<String> payloads = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private @Nullable Answer answer;
    private @Nullable Finding mixed;
    private boolean role;
    private boolean finished;
    private boolean done;
    private boolean told;

    Transcript(int request) {
        this.request = request;
        this.words = Words.of(request);
    }

    void event(String payload) {
        payloads.add(payload);
        if (payload.equals(Answer.DONE)) {
            done = true;
        } else if (done || told) {
            glued("after the end", payload);
        } else if (payload.startsWith("{\"error\":")) {
            told = true;
        } else {
            chunk(payload);
        }
    }

    /** That it is not the beginning of one answer to the request, or null. */
    @Nullable
    Finding mixed() {
        Verdict disorder = words.disorder(text.toString());
        return mixed == null && disorder != null ? finding(disorder, "the text is: " + text) : mixed;
    }

    /** Every word came, and the end was said. */
    boolean complete() {
        return done && !told && everyWord();
    }

    /** A client may take it for whole, and it is not. */
    boolean looksComplete() {
        return (done || finished) && (told || !everyWord());
    }

    /** An error event came. */
    boolean told() {
        return told;
    }

    /** Nothing came but events that the upstream sent, in its order. */
    boolean verbatim() {
        Iterator<String> sent = (answer == null ? List.<String>of() : answer.events()).iterator();
        return payloads.stream().allMatch(payload -> comes(payload, sent));
    }

    @Override
    public String toString() {
        return "\"" + text + "\"" + (finished ? " finished" : "") + (done ? " [DONE]" : "") + (told ? " error" : "");
    }

    private void chunk(String payload) {
        Answer named = Answer.namedIn(payload);
        if (named == null || named.request() != request || (answer != null && !named.equals(answer))) {
            glued("not of this answer", payload);
            return;
        }
        answer = named;
        once(role, payload.contains("\"role\":"), payload);
        role |= payload.contains("\"role\":");
        String content = Answer.contentOf(payload);
        once(finished, !content.isEmpty(), payload);
        text.append(content);
        once(finished, payload.contains("\"finish_reason\":\""), payload);
        finished |= payload.contains("\"finish_reason\":\"");
    }

    private void once(boolean before, boolean now, String payload) {
        if (before && now) {
            glued("twice", payload);
        }
    }

    private void glued(String why, String payload) {
        if (mixed == null) {
            mixed = finding(Verdict.GLUED, why + ": " + payload);
        }
    }

    private boolean everyWord() {
        return words.areAll(text.toString());
    }

    private Finding finding(Verdict verdict, String detail) {
        return new Finding(verdict, "request " + request + ": " + detail);
    }

    private static boolean comes(String payload, Iterator<String> sent) {
        while (sent.hasNext()) {
            if (sent.next().equals(payload)) {
                return true;
            }
        }
        return false;
    }
}
