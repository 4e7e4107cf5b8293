package dev.relevo.edge;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** So much of something, taken and given back. How much there may be is asked for anew each time. */
final class Allowance {
    private final LongSupplier limit;
    private final AtomicLong taken = new AtomicLong();

    Allowance(LongSupplier limit) {
        this.limit = limit;
    }

    /** Takes all of it or nothing. */
    boolean take(long amount) {
        long most = limit.getAsLong();
        long before = taken.get();
        while (before + amount <= most) {
            if (taken.compareAndSet(before, before + amount)) {
                return true;
            }
            before = taken.get();
        }
        return false;
    }

    void giveBack(long amount) {
        taken.addAndGet(-amount);
    }

    long taken() {
        return taken.get();
    }

    long limit() {
        return limit.getAsLong();
    }
}
