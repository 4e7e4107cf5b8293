/** The built-in provider that answers when no key is configured. */
@NullMarked
package dev.relevo.demo;

import org.jspecify.annotations.NullMarked;
