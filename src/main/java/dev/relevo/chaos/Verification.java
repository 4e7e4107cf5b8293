package dev.relevo.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.relevo.chaos.Reply.Ending;
import dev.relevo.config.OnCut;

/**
 * Compares what a client got with the only thing that it may have got, byte by byte.
 *
 * @param request its number
 * @param stream whether it asked for one
 * @param policy what its pool does about cut streams
 * @param mayBeTold whether the client may have to be told that its answer is cut
 */
public record Verification(int request, boolean stream, OnCut policy, boolean mayBeTold) {
    static Verification in(Cell cell, int request) {
        return new Verification(request, cell.stream(), cell.policy(), cell.mayBeTold());
    }

    /** Of a request that some upstream is able to answer as a whole. */
    public static Verification whole(int request, boolean stream) {
        return new Verification(request, stream, OnCut.ERROR, false);
    }

    /** What became of the request. */
    public Finding of(Reply reply) {
        if (reply.status() != 200) {
            return finding(Verdict.LOST, "status " + reply.status() + " " + reply.ending() + ": " + reply.text());
        }
        return stream ? streamed(reply) : plain(reply);
    }

    private Finding plain(Reply reply) {
        Answer answer = Answer.namedIn(reply.text());
        boolean whole = reply.ending() == Ending.WHOLE;
        if (answer != null && (answer.request() != request || !reply.begins(answer.body()))) {
            Verdict text = Words.of(request).disorder(Answer.contentOf(reply.text()));
            return finding(text == null ? Verdict.GLUED : text, "not the bytes of its answer: " + reply.text());
        }
        if (whole && answer != null && reply.bytes().length == answer.body().getBytes(UTF_8).length) {
            return Finding.WHOLE;
        }
        if (whole) {
            return finding(Verdict.FALSE, "a body that ends early: " + reply.text());
        }
        return finding(mayBeTold ? Verdict.TOLD : Verdict.LOST, reply.ending() + ": " + reply.text());
    }

    private Finding streamed(Reply reply) {
        Transcript transcript = new Transcript(request);
        reply.events().forEach(transcript::event);
        Finding mixed = transcript.mixed();
        if (mixed != null) {
            return mixed;
        }
        boolean whole = reply.ending() == Ending.WHOLE;
        String got = transcript + " " + reply.ending();
        if (transcript.complete()) {
            return whole && policy != OnCut.CONTINUE && !transcript.verbatim()
                    ? finding(Verdict.GLUED, "not the bytes that were sent: " + reply.text())
                    : whole ? Finding.WHOLE : finding(Verdict.LOST, "all of it but the end of the body: " + got);
        }
        if (whole || transcript.looksComplete()) {
            return finding(Verdict.FALSE, "it looks whole: " + got);
        }
        return finding(transcript.told() && mayBeTold ? Verdict.TOLD : Verdict.LOST, got);
    }

    private Finding finding(Verdict verdict, String detail) {
        return new Finding(verdict, "request " + request + ": " + detail);
    }
}
