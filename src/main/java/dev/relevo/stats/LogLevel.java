package dev.relevo.stats;

/** How much an entry of the log matters; the log writes those from a chosen one on. */
public enum LogLevel {
    DEBUG,
    INFO,
    WARN,
    ERROR
}
