/**
 * Records kept in memory above the storage, in blocks, for as long as nobody changes them: what is
 * read again costs no call of the backend.
 */
@NullMarked
package dev.meerkat.engine.cache;

import org.jspecify.annotations.NullMarked;
