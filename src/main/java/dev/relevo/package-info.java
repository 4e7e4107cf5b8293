/** Relevo: wiring by hand, start and exit codes. */
@NullMarked
package dev.relevo;

import org.jspecify.annotations.NullMarked;
