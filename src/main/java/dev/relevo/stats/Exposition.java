package dev.relevo.stats;

/** All metrics of one moment, as a scraper reads them. */
@SuppressWarnings("ArrayRecordComponent")
public record Exposition(String contentType, byte[] body) {}
