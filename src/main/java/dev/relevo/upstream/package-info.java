/** One exchange on one target: connect, send, read, classify; the connection pool. */
@NullMarked
package dev.relevo.upstream;

import org.jspecify.annotations.NullMarked;
