/** What each scope has left: cooldowns, leases and the waits that providers tell. */
@NullMarked
package dev.relevo.quota;

import org.jspecify.annotations.NullMarked;
