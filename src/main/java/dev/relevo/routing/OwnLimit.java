package dev.relevo.routing;

import dev.relevo.quota.LimitView;

/**
 * A limit of the client's own that keeps its request from a target.
 *
 * @param isPriced whether it is known what the target costs; if not, a limit of money has no room for it, whatever is left
 */
public record OwnLimit(LimitView limit, boolean isPriced) {}
