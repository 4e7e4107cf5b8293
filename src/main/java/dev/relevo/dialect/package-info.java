/** Wire formats of clients and upstreams, as pure functions over bytes. */
@NullMarked
package dev.relevo.dialect;

import org.jspecify.annotations.NullMarked;
