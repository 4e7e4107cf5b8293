/** Hours of faults and clients of every sort against one process, which must lose nothing and not grow. */
@NullMarked
package dev.relevo.soak;

import org.jspecify.annotations.NullMarked;
