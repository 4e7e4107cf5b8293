package dev.relevo.chaos;

import dev.relevo.chaos.Reply.Ending;
import dev.relevo.config.OnCut;

/** Compares what a client got with the only thing that it may have got, byte by byte. */
final class Verification {
    private final Cell cell;
    private final int request;

    Verification(Cell cell, int request) {
        this.cell = cell;
        this.request = request;
    }

    Finding of(Reply reply) {
        if (reply.status() != 200) {
            return finding(Verdict.LOST, "status " + reply.status() + " " + reply.ending() + ": " + reply.body());
        }
        return cell.stream() ? streamed(reply) : plain(reply);
    }

    private Finding plain(Reply reply) {
        Answer answer = Answer.namedIn(reply.body());
        boolean whole = reply.ending() == Ending.WHOLE;
        if (whole
                && answer != null
                && answer.request() == request
                && reply.body().equals(answer.body())) {
            return Finding.WHOLE;
        }
        if (answer != null && !answer.body().startsWith(reply.body())) {
            return finding(Verdict.GLUED, "no one answer's body: " + reply.body());
        }
        if (whole) {
            return finding(Verdict.FALSE, "a body that ends early: " + reply.body());
        }
        return finding(cell.mayBeTold() ? Verdict.TOLD : Verdict.LOST, reply.ending() + ": " + reply.body());
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
            return whole && cell.policy() != OnCut.CONTINUE && !transcript.verbatim()
                    ? finding(Verdict.GLUED, "not the bytes that were sent: " + reply.body())
                    : whole ? Finding.WHOLE : finding(Verdict.LOST, "all of it but the end of the body: " + got);
        }
        if (whole || transcript.looksComplete()) {
            return finding(Verdict.FALSE, "it looks whole: " + got);
        }
        return finding(transcript.told() && cell.mayBeTold() ? Verdict.TOLD : Verdict.LOST, got);
    }

    private Finding finding(Verdict verdict, String detail) {
        return new Finding(verdict, "request " + request + ": " + detail);
    }
}
