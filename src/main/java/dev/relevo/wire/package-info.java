/** Bytes: strict JSON scanning and splicing, server-sent events, error bodies, headers, durations. */
@NullMarked
package dev.relevo.wire;

import org.jspecify.annotations.NullMarked;
