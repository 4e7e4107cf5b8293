/** What outlives the process, in one SQLite file: the only door to the database driver. */
@NullMarked
package dev.relevo.store;

import org.jspecify.annotations.NullMarked;
