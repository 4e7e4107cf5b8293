package dev.relevo.config;

/**
 * What a model's tokens cost, in nano-dollars each: a dollar per million tokens is 1,000.
 *
 * @param cachedInput of prompt tokens that the provider had kept
 */
public record Price(long input, long output, long cachedInput) {}
