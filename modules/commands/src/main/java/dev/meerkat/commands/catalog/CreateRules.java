package dev.meerkat.commands.catalog;

import dev.meerkat.engine.catalog.CollectionOptions;
import dev.meerkat.engine.catalog.StorageEngineOptions;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.DocumentSchema;
import dev.meerkat.spi.command.Field;
import java.util.Set;

/** What options of {@code create} may say that are kept as they are. Threads: immutable. */
final class CreateRules {
  static final Set<String> LEVELS = Set.of("off", "strict", "moderate");
  static final Set<String> ACTIONS = Set.of("error", "warn", "errorAndLog");

  private static final DocumentSchema INDEX_DEFAULTS =
      DocumentSchema.of("create.indexOptionDefaults", Field.document("storageEngine"));

  private static final DocumentSchema IMAGES =
      DocumentSchema.of("create." + CollectionOptions.IMAGES, Field.bool("enabled").required());

  private CreateRules() {}

  static void check(CommandRequest request) {
    oneOf(request, "validationLevel", LEVELS);
    oneOf(request, "validationAction", ACTIONS);
    if (request.has("storageEngine")) {
      StorageEngineOptions.check(request.bson("storageEngine"));
    }
    if (request.has(CollectionOptions.IMAGES)) {
      var _ = IMAGES.parse(request.document(CollectionOptions.IMAGES));
    }
    if (request.has("indexOptionDefaults")) {
      StorageEngineOptions.check(
          INDEX_DEFAULTS.parse(request.document("indexOptionDefaults")).bson("storageEngine"));
    }
  }

  /** Fails where a field is there and has none of some values. */
  static void oneOf(CommandRequest request, String name, Set<String> values) {
    if (request.has(name) && !values.contains(request.string(name))) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "Enumeration value '%s' for field '%s.%s' is not a valid value."
              .formatted(request.string(name), request.command().name(), name));
    }
  }
}
