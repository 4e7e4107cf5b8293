/** Clock, deadlines and the watchdog: the only door to the system clock. */
@NullMarked
package dev.relevo.time;

import org.jspecify.annotations.NullMarked;
