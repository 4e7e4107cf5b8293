package dev.relevo.cli;

/** What a command's exit code says. */
public final class ExitCode {
    public static final int OK = 0;

    /** What was asked for is not so, or cannot be done. */
    public static final int FAILED = 1;

    /** The command line itself is wrong. */
    public static final int USAGE = 2;

    private ExitCode() {}
}
