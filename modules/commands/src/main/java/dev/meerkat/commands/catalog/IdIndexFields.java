package dev.meerkat.commands.catalog;

import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.DocumentSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.Fields;

/** The types of what create says of the index on {@code _id}. Threads: immutable. */
final class IdIndexFields {
  private static final DocumentSchema SCHEMA =
      DocumentSchema.lenient(
          "create.idIndex",
          Field.document("key").nullRefused(),
          Field.string("name").nullRefused(),
          Field.integral("v").nullRefused(),
          Field.document("collation").nullRefused());

  private IdIndexFields() {}

  static void check(DocumentView spec) {
    Fields fields = SCHEMA.parse(spec);
    if (!fields.has("key") || !fields.has("name")) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE,
          "The 'key' and 'name' fields are required properties of an index specification");
    }
    if (fields.string("name").isEmpty()) {
      throw new ServerException(
          ErrorCode.CANNOT_CREATE_INDEX, "The index name cannot be an empty string");
    }
    if (fields.has("v")) {
      checkVersion(fields);
    }
  }

  private static void checkVersion(Fields fields) {
    if (!fields.isExact("v")) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "Index version must be representable as a 32-bit integer");
    }
    long version = fields.int64("v", 0);
    if (version != 1 && version != 2) {
      throw new ServerException(
          ErrorCode.CANNOT_CREATE_INDEX,
          "Invalid index specification; cannot create an index with v=" + version);
    }
  }
}
