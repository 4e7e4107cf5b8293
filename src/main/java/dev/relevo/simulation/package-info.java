/** A day of requests to a configuration, in virtual time, before providers whose true limits are known. */
@NullMarked
package dev.relevo.simulation;

import org.jspecify.annotations.NullMarked;
