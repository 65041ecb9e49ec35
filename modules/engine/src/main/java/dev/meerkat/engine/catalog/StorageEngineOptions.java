package dev.meerkat.engine.catalog;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * The option {@code storageEngine} of collections and indexes, in which clients configure MongoDB's
 * own storage engine. It is checked as there and kept, so that tools that copy collections find it
 * again; where a backend keeps its data is decided at its start. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/create/">create</a>
 */
public final class StorageEngineOptions {
  private static final String ENGINE = "wiredTiger";
  private static final String CONFIGURATION = "configString";

  /** What WiredTiger knows of a table. */
  private static final Set<String> KEYS =
      Set.of(
          "access_pattern_hint",
          "allocation_size",
          "app_metadata",
          "block_allocation",
          "block_compressor",
          "cache_resident",
          "checksum",
          "dictionary",
          "encryption",
          "format",
          "huffman_key",
          "huffman_value",
          "ignore_in_memory_cache_size",
          "immutable",
          "internal_item_max",
          "internal_key_max",
          "internal_key_truncate",
          "internal_page_max",
          "key_format",
          "key_gap",
          "leaf_item_max",
          "leaf_key_max",
          "leaf_page_max",
          "leaf_value_max",
          "log",
          "memory_page_image_max",
          "memory_page_max",
          "os_cache_dirty_max",
          "os_cache_max",
          "prefix_compression",
          "prefix_compression_min",
          "split_deepen_min_child",
          "split_deepen_per_child",
          "split_pct",
          "type",
          "value_format");

  private StorageEngineOptions() {}

  /**
   * Checks the option's value.
   *
   * @throws ServerException 2, 9, 14, 72
   */
  public static void check(BsonDocument engines) {
    engines.forEach(
        (engine, options) -> {
          if (!options.isDocument()) {
            throw new ServerException(
                ErrorCode.BAD_VALUE,
                "'storageEngine." + engine + "' has to be an embedded document.");
          }
          if (!engine.equals(ENGINE)) {
            throw new ServerException(
                ErrorCode.INVALID_OPTIONS,
                engine + " is not a registered storage engine for this server");
          }
          options.asDocument().forEach(StorageEngineOptions::checkOption);
        });
  }

  private static void checkOption(String name, BsonValue value) {
    if (!name.equals(CONFIGURATION)) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS, "'" + name + "' is not a supported option.");
    }
    if (!value.isString()) {
      throw new ServerException(ErrorCode.TYPE_MISMATCH, "'configString' must be a string.");
    }
    String text = value.asString().getValue();
    if (text.indexOf('\0') >= 0) {
      throw new ServerException(ErrorCode.FAILED_TO_PARSE, "malformed 'configString' value.");
    }
    // Values in brackets have keys of their own.
    for (String entry : text.replaceAll("[(][^)]*[)]", "").split(",", -1)) {
      String key = entry.strip().split("=", 2)[0].strip();
      if (!key.isEmpty() && !KEYS.contains(key)) {
        throw new ServerException(
            ErrorCode.BAD_VALUE, "unknown configuration key '" + key + "': Invalid argument");
      }
    }
  }
}
