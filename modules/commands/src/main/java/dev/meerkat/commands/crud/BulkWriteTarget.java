package dev.meerkat.commands.crud;

import dev.meerkat.spi.Namespace;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One collection that a bulkWrite names. Threads: immutable.
 *
 * @param uuid the collection's UUID as the client knows it, or null
 */
record BulkWriteTarget(Namespace namespace, @Nullable UUID uuid) {}
