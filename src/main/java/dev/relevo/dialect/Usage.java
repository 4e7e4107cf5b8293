package dev.relevo.dialect;

/**
 * Tokens that an answer took, as the provider tells.
 *
 * @param prompt tokens of the prompt
 * @param completion tokens of the answer
 */
public record Usage(long prompt, long completion) {}
