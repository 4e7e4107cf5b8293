package dev.relevo.config;

/** Where something stands in a file; line and column count from 1. */
record Place(String file, int line, int column) {}
