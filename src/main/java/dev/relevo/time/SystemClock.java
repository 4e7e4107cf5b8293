package dev.relevo.time;

enum SystemClock implements Clock {
    INSTANCE;

    private final long origin = System.nanoTime();

    @Override
    public long nanos() {
        return System.nanoTime() - origin;
    }

    @Override
    public long epochMillis() {
        return System.currentTimeMillis();
    }
}
