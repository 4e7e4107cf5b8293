/** The access log and counters; takes flat records. */
@NullMarked
package dev.relevo.stats;

import org.jspecify.annotations.NullMarked;
