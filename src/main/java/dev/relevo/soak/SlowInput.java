package dev.relevo.soak;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Reads few bytes at a time, with a pause before each read. */
final class SlowInput extends FilterInputStream {
    private final int most;
    private final Duration pause;

    SlowInput(InputStream in, int most, Duration pause) {
        super(in);
        this.most = most;
        this.pause = pause;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        Pause.of(pause);
        return super.read(buffer, from, Math.min(length, most));
    }
}
