/**
 * What collections, views and indexes exist, durably and in memory.
 *
 * <p>Begin with {@link dev.meerkat.engine.catalog.Catalog}. The durable form is one BSON entry for
 * each collection or view in the table {@code _catalog}; the form in memory is an immutable {@link
 * dev.meerkat.engine.catalog.CatalogSnapshot}, replaced with each commit that changes it. All
 * changes are made in the writer's turn. A drop takes the entry away first and the tables in a
 * later turn, so that whoever read the old snapshot still finds them; tables that no entry names
 * are removed at start.
 *
 * <p>Threads: snapshots and entries are immutable; the catalog is safe.
 */
package dev.meerkat.engine.catalog;
