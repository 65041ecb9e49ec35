/**
 * Records kept in memory above the storage for as long as nobody changes them, in blocks, and one
 * by one where their neighbours are written: what is read again costs no call of the backend.
 */
@NullMarked
package dev.meerkat.engine.cache;

import org.jspecify.annotations.NullMarked;
