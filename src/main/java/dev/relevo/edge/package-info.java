/** HTTP as clients see it: routes, guard, headers, limits, errors. */
@NullMarked
package dev.relevo.edge;

import org.jspecify.annotations.NullMarked;
