package dev.relevo.quota;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

    @Override
    public void move(long amount, long at, long now) {
        if (slot(at) != slot(now)) {
            add(-amount, at, now);
            add(amount, now, now);
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

    @Override
    public List<Portion> portions(Moment now) {
        turnTo(slot(now.nanos()));
        List<Portion> portions = new ArrayList<>();
        for (long slot = oldest(); slot <= newest; slot++) {
            long amount = slots[place(slot)];
            if (amount > 0) {
                portions.add(new Portion(now.toMillis((slot + SLOTS) * width), amount));
            }
        }
        return portions;
    }

    @Override
    public void restore(List<Portion> portions, Moment now) {
        for (Portion portion : portions) {
            long ends = now.toNanos(portion.endsMillis());
            if (ends > now.nanos()) {
                long slot = Math.ceilDiv(ends, width) - SLOTS;
                add(portion.amount(), Math.min(now.nanos(), slot * width), now.nanos());
            }
        }
    }

    @Override
    public String kind() {
        return "rolling";
    }

    @Override
    public long ends(long now) {
        long end = whenAtMost(0, now);
        return end > now ? end : (slot(now) + SLOTS) * width;
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
