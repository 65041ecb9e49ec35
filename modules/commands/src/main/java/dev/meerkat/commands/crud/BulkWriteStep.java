package dev.meerkat.commands.crud;

import dev.meerkat.engine.collection.DeleteStatement;
import dev.meerkat.engine.collection.UpdateStatement;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.DocumentSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.Fields;
import java.util.List;
import org.bson.BsonDocument;

/** One operation of a bulkWrite. Threads: immutable. */
sealed interface BulkWriteStep {
  BulkWriteTarget target();

  /** Inserts one document. */
  record Insert(BulkWriteTarget target, DocumentView document) implements BulkWriteStep {}

  /** Updates one document or many. */
  record Update(BulkWriteTarget target, UpdateStatement statement) implements BulkWriteStep {}

  /** Deletes one document or many. */
  record Delete(BulkWriteTarget target, DeleteStatement statement) implements BulkWriteStep {}

  /** The parts of operations by the field that they begin with. */
  DocumentSchema INSERT =
      DocumentSchema.of(
          "bulkWrite.ops",
          Field.integral("insert").atLeast(0).required(),
          Field.document("document").required());

  DocumentSchema UPDATE =
      DocumentSchema.of(
          "bulkWrite.ops",
          Field.integral("update").atLeast(0).required(),
          Field.document("filter").required(),
          UpdateCommand.modification("updateMods").required(),
          Field.bool("multi"),
          Field.bool("upsert"),
          Field.bool("upsertSupplied"),
          Field.array("arrayFilters"),
          Field.hint("hint"),
          Field.document("constants"),
          Field.document("collation"),
          Field.document("sort"));

  DocumentSchema DELETE =
      DocumentSchema.of(
          "bulkWrite.ops",
          Field.integral("delete").atLeast(0).required(),
          Field.document("filter").required(),
          Field.bool("multi"),
          Field.hint("hint"),
          Field.document("collation"));

  static BulkWriteStep parse(DocumentView document, List<BulkWriteTarget> targets) {
    String name =
        document.isEmpty()
            ? ""
            : BsonBytes.name(document.array(), BsonBytes.firstElement(document.offset()));
    return switch (name) {
      case "insert" -> {
        Fields fields = INSERT.parse(document);
        yield new Insert(target(fields, name, targets), fields.document("document"));
      }
      case "update" -> {
        Fields fields = UPDATE.parse(document);
        yield new Update(target(fields, name, targets), update(fields));
      }
      case "delete" -> {
        Fields fields = DELETE.parse(document);
        yield new Delete(target(fields, name, targets), delete(fields));
      }
      default ->
          throw new ServerException(
              ErrorCode.IDL_UNKNOWN_FIELD,
              "BSON field 'bulkWrite.ops." + name + "' is an unknown field.");
    };
  }

  private static BulkWriteTarget target(Fields fields, String name, List<BulkWriteTarget> targets) {
    long index = fields.int64(name, 0);
    if (index >= targets.size()) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "BulkWrite ops entry has an invalid nsInfo index " + index);
    }
    return targets.get((int) index);
  }

  private static UpdateStatement update(Fields fields) {
    UpdateCommand.checkTogether(fields, "constants");
    return new UpdateStatement(
        fields.bson("filter"),
        fields.value("updateMods", new BsonDocument()),
        fields.bsonOrNull("constants"),
        fields.bool("multi", false),
        fields.bool("upsert", false),
        fields.has("arrayFilters") ? UpdateCommand.filters(fields, "arrayFilters") : null,
        fields.hint("hint"),
        fields.bsonUnlessEmpty("collation"),
        fields.bsonUnlessEmpty("sort"));
  }

  private static DeleteStatement delete(Fields fields) {
    return new DeleteStatement(
        fields.bson("filter"),
        !fields.bool("multi", false),
        fields.hint("hint"),
        fields.bsonUnlessEmpty("collation"));
  }
}
