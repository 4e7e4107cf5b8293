/** The siege: hostile clients and a starved machine around a real Relevo process, and what each of them could do to it. */
@NullMarked
package dev.relevo.siege;

import org.jspecify.annotations.NullMarked;
