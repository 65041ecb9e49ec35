/**
 * Documents that memory has no room for: temporary files in the data folder. Begin with {@link
 * dev.meerkat.engine.spill.SpillFolder}. Threads: a file belongs to one operation.
 */
package dev.meerkat.engine.spill;
