/** The fault matrix: scripted providers, a real Relevo process before them, clients that check every byte. */
@NullMarked
package dev.relevo.chaos;

import org.jspecify.annotations.NullMarked;
