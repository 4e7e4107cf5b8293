package dev.relevo.config;

import java.time.ZoneId;

/** When what was used counts no more. */
public sealed interface Window {
    /** A period after it was used. */
    record Rolling() implements Window {}

    /** All at once, a period after the first use. */
    record Fixed() implements Window {}

    /** All at once, where a period begins by the calendar of that zone: a day at midnight. */
    record Calendar(ZoneId zone) implements Window {}
}
