package dev.relevo.siege;

import java.io.IOException;
import java.security.GeneralSecurityException;

/**
 * One way in which a client or the machine may misbehave: a row of the table.
 *
 * @param name for the table and for {@code --mode}
 * @param done to the process, for people
 * @param expected of it, for people
 * @param patient whether it mostly waits and measures no short times, so that others may run meanwhile
 */
record Mode(String name, String done, String expected, boolean patient, Trial trial) {
    Mode(String name, String done, String expected, Trial trial) {
        this(name, done, expected, false, trial);
    }

    Mode waiting() {
        return new Mode(name, done, expected, true, trial);
    }

    /** Does it and tells what was seen. */
    @FunctionalInterface
    interface Trial {
        /**
         * Does it, which takes a while.
         *
         * @throws AssertionError if something does not come about that has to, which is as bad as a claim that fails
         */
        Seen run(Ground ground) throws IOException, InterruptedException, GeneralSecurityException;
    }
}
