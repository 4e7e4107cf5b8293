/** The way of a request: seek an answer, then deliver it. */
@NullMarked
package dev.relevo.relay;

import org.jspecify.annotations.NullMarked;
