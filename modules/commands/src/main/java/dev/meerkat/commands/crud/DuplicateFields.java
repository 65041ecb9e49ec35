package dev.meerkat.commands.crud;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.Fields;
import java.util.HashSet;
import java.util.Set;

/**
 * Refuses stages and sorts that name a field twice. Looked at as bytes: a decoded document would
 * have kept the last of the two, and nobody would know which was meant. Threads: immutable.
 */
final class DuplicateFields {
  private static final ErrorCode DUPLICATE_FIELD = new ErrorCode(40413, "IDLDuplicateField");
  private static final ErrorCode DUPLICATE_SORT_KEY = ErrorCode.location(7472500);
  private static final Set<String> STRICT_STAGES =
      Set.of("$lookup", "$out", "$merge", "$unionWith", "$setWindowFields", "$fill", "$densify");

  private DuplicateFields() {}

  /** Checks a pipeline, and those within its stages. */
  static void checkPipeline(CommandRequest request, String field) {
    DocumentView body = request.body();
    int element = BsonBytes.findElement(body.array(), body.offset(), BsonBytes.nameBytes(field));
    if (element >= 0 && body.array()[element] == BsonBytes.ARRAY) {
      stages(body.array(), BsonBytes.valueOffset(body.array(), element));
    }
  }

  /** Checks a sort. */
  static void checkSort(Fields fields, String field) {
    if (fields.has(field)) {
      DocumentView sort = fields.document(field);
      sort(sort.array(), sort.offset());
    }
  }

  private static void stages(byte[] array, int offset) {
    int element = BsonBytes.firstElement(offset);
    while (array[element] != BsonBytes.END) {
      if (array[element] == BsonBytes.DOCUMENT) {
        stage(array, BsonBytes.valueOffset(array, element));
      }
      element = BsonBytes.nextElement(array, element);
    }
  }

  private static void stage(byte[] array, int offset) {
    int element = BsonBytes.firstElement(offset);
    if (array[element] != BsonBytes.DOCUMENT) {
      return;
    }
    String name = BsonBytes.name(array, element);
    int spec = BsonBytes.valueOffset(array, element);
    if (name.equals("$sort")) {
      sort(array, spec);
    } else if (STRICT_STAGES.contains(name)) {
      String twice = firstTwice(array, spec);
      if (!twice.isEmpty()) {
        throw new ServerException(
            DUPLICATE_FIELD, "BSON field '" + name + "." + twice + "' is a duplicate field");
      }
    }
    nested(array, spec);
  }

  /** Pipelines stand in arrays: {@code pipeline} of some stages, each output of {@code $facet}. */
  private static void nested(byte[] array, int spec) {
    int element = BsonBytes.firstElement(spec);
    while (array[element] != BsonBytes.END) {
      if (array[element] == BsonBytes.ARRAY) {
        stages(array, BsonBytes.valueOffset(array, element));
      }
      element = BsonBytes.nextElement(array, element);
    }
  }

  private static void sort(byte[] array, int offset) {
    String twice = firstTwice(array, offset);
    if (!twice.isEmpty()) {
      throw new ServerException(DUPLICATE_SORT_KEY, "$sort key must not be duplicated: " + twice);
    }
  }

  /** The first name that comes again, or none. */
  private static String firstTwice(byte[] array, int offset) {
    int element = BsonBytes.firstElement(offset);
    if (array[element] == BsonBytes.END
        || array[BsonBytes.nextElement(array, element)] == BsonBytes.END) {
      return "";
    }
    Set<String> names = new HashSet<>();
    while (array[element] != BsonBytes.END) {
      String name = BsonBytes.name(array, element);
      if (!names.add(name)) {
        return name;
      }
      element = BsonBytes.nextElement(array, element);
    }
    return "";
  }
}
