/** A provider that fails as it is told, byte by byte, for the chaos command and for tests. */
@NullMarked
package dev.relevo.faulty;

import org.jspecify.annotations.NullMarked;
