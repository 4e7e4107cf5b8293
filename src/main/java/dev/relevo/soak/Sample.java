package dev.relevo.soak;

import java.time.Duration;

/**
 * The size of a process at a moment.
 *
 * @param at since the beginning
 * @param heap bytes of live objects
 * @param resident bytes of memory in use
 * @param descriptors open files and sockets
 * @param threads of the machine
 * @param virtualThreads alive
 */
record Sample(Duration at, long heap, long resident, int descriptors, int threads, int virtualThreads) {}
