package dev.relevo.stats;

/** What the log can tell. */
sealed interface LogEntry permits RequestRecord, AttemptRecord, BodyRecord {
    LogLevel level();
}
