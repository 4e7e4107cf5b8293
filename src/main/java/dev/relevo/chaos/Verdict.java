package dev.relevo.chaos;

/** What became of one request, worst last. */
public enum Verdict {
    /** One answer, whole. */
    WHOLE,
    /** The beginning of one answer, and the client told that it is cut, where nothing better may be asked for. */
    TOLD,
    /** No answer, or less than one, although an upstream was well. */
    LOST,
    /** Text is missing between two parts that came. */
    HOLE,
    /** It looks whole, and text is missing at its end. */
    FALSE,
    /** Parts of two answers, or one part twice. */
    GLUED;

    /** Whether Relevo did what it may not do. */
    public boolean bad() {
        return this != WHOLE && this != TOLD;
    }
}
