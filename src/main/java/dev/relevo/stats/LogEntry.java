package dev.relevo.stats;

/** What the log can tell. */
sealed interface LogEntry permits RequestRecord, AttemptRecord, BodyRecord, BreakerRecord, Message {
    LogLevel level();

    /** What it holds beyond a few short texts. */
    default int heldBytes() {
        return 0;
    }
}
