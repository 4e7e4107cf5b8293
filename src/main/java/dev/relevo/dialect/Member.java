package dev.relevo.dialect;

/**
 * Where a member of a JSON object stands in its bytes.
 *
 * @param name unescaped
 * @param nameFrom offset of the name's opening quote
 * @param nameTo offset behind the name's closing quote
 * @param from offset of the value
 * @param to offset behind the value
 */
record Member(String name, int nameFrom, int nameTo, int from, int to) {}
