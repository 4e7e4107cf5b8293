package dev.relevo.stats;

/**
 * What the program itself has to tell a person, among the lines of its log, whatever the log's level.
 *
 * @param text a line
 */
record Message(long epochMillis, String text) implements LogEntry {
    @Override
    public LogLevel level() {
        return LogLevel.ERROR;
    }
}
