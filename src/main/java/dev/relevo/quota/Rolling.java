package dev.relevo.quota;

import java.util.Arrays;

/**
 * What was used counts for a period. Kept in 240 slots to a period, so that some counts for a 240th of the period too long,
 * and none too short.
 */
final class Rolling implements Tally {
    private static final int SLOTS_PER_PERIOD = 240;
    private static final int SLOTS = SLOTS_PER_PERIOD + 1;

    private final long width;
    private final long[] slots = new long[SLOTS];
    private long newest = Long.MIN_VALUE / 2;
    private long used;

    Rolling(long periodNanos) {
        width = Math.ceilDiv(periodNanos, SLOTS_PER_PERIOD);
    }

    @Override
    public long used(long now) {
        turnTo(slot(now));
        return used;
    }

    @Override
    public void add(long amount, long at, long now) {
        turnTo(slot(now));
        long slot = Math.min(slot(at), newest);
        if (slot <= newest - SLOTS) {
            return;
        }
        if (amount < 0) {
            takeBack(-amount, slot);
        } else {
            slots[place(slot)] += amount;
            used += amount;
        }
    }

    /** What is missing counts as used now; what is too much, as what was used first. */
    @Override
    public void set(long total, long now) {
        turnTo(slot(now));
        if (total < used) {
            takeBack(used - total, oldest());
        } else {
            add(total - used, now, now);
        }
    }

    @Override
    public long whenAtMost(long allowed, long now) {
        turnTo(slot(now));
        if (used <= allowed) {
            return now;
        }
        if (allowed < 0) {
            return NEVER;
        }
        long left = used;
        long slot = oldest();
        for (; left > allowed; slot++) {
            left -= slots[place(slot)];
        }
        return (slot - 1 + SLOTS) * width;
    }

    /** What a slot lacks is taken from those after it, then from those before, so that none is below zero. */
    private void takeBack(long amount, long from) {
        long left = amount;
        for (long slot = from; slot <= newest && left > 0; slot++) {
            left -= takeFrom(slot, left);
        }
        for (long slot = from - 1; slot >= oldest() && left > 0; slot--) {
            left -= takeFrom(slot, left);
        }
    }

    private long takeFrom(long slot, long amount) {
        int place = place(slot);
        long taken = Math.min(amount, slots[place]);
        slots[place] -= taken;
        used -= taken;
        return taken;
    }

    private void turnTo(long slot) {
        if (slot - newest >= SLOTS) {
            Arrays.fill(slots, 0);
            used = 0;
            newest = slot;
        }
        while (newest < slot) {
            newest++;
            int place = place(newest);
            used -= slots[place];
            slots[place] = 0;
        }
    }

    private long oldest() {
        return newest - SLOTS + 1;
    }

    private long slot(long at) {
        return Math.floorDiv(at, width);
    }

    private static int place(long slot) {
        return Math.floorMod(slot, SLOTS);
    }
}
