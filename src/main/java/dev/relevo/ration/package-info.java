/** Limits put to the proof on real sockets: twice the demand and {@code kill -9}, before providers that count exactly. */
@NullMarked
package dev.relevo.ration;

import org.jspecify.annotations.NullMarked;
