package dev.relevo.store;

import java.util.Locale;

/** What usage is summed up by. */
public enum UsageBy {
    DAY,
    ALIAS,
    TARGET,
    CLIENT;

    String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
