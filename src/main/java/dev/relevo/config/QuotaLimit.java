package dev.relevo.config;

import org.jspecify.annotations.Nullable;

/**
 * A limit on what may be used of something.
 *
 * @param period null for {@link Quantity#CONCURRENT}, which has none
 * @param most as the quantity counts; zero for nothing at all
 * @param assumed whether it is a preset's word on a provider's plan, so that what the provider tells replaces it; else it
 *     is the user's own and holds besides
 */
public record QuotaLimit(Quantity quantity, @Nullable Period period, long most, Window window, boolean assumed) {}
