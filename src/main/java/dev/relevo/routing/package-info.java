/** From alias to pool to plan: strategies, tiers and breakers. */
@NullMarked
package dev.relevo.routing;

import org.jspecify.annotations.NullMarked;
