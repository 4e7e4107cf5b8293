package dev.relevo.chaos;

/**
 * What became of one request, and why that is said.
 *
 * @param detail empty for a whole answer
 */
public record Finding(Verdict verdict, String detail) {
    static final Finding WHOLE = new Finding(Verdict.WHOLE, "");
}
