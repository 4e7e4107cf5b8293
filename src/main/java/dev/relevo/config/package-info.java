/** The configuration file as immutable records, with every problem found at once and its place. */
@NullMarked
package dev.relevo.config;

import org.jspecify.annotations.NullMarked;
