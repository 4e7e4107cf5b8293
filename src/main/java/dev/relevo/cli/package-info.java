/** Command line, start banner and environment. */
@NullMarked
package dev.relevo.cli;

import org.jspecify.annotations.NullMarked;
