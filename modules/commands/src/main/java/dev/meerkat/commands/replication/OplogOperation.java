package dev.meerkat.commands.replication;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CatalogSnapshot;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.collection.BatchOutcome;
import dev.meerkat.engine.collection.DeleteRequest;
import dev.meerkat.engine.collection.DeleteStatement;
import dev.meerkat.engine.collection.UpdateRequest;
import dev.meerkat.engine.collection.UpdateStatement;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import java.util.List;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.UuidRepresentation;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an oplog that is to be done again. Threads: immutable, as long as nobody changes the
 * documents.
 *
 * @param uuid the collection's ({@code ui}), or null
 * @param o the document, the change or the command
 * @param o2 which document an update changes, or null
 * @param isUpsert whether an update inserts ({@code b})
 */
record OplogOperation(
    Type type,
    Namespace namespace,
    @Nullable UUID uuid,
    BsonDocument o,
    @Nullable BsonDocument o2,
    boolean isUpsert) {
  private static final String ID = "_id";

  /** What an entry may say. */
  enum Type {
    INSERT,
    UPDATE,
    DELETE,
    COMMAND,
    NO_OP
  }

  /**
   * @throws ServerException 20 for a wrong op or ns, 2 for an unknown one, 40414, 14, 73
   */
  static OplogOperation parse(BsonDocument entry) {
    String op = required(entry, "op");
    if (op.isEmpty()) {
      throw illegal("\"op\" field value cannot be empty");
    }
    String ns = required(entry, "ns");
    if (ns.indexOf('\0') >= 0) {
      throw illegal("namespaces cannot have embedded null characters");
    }
    if (ns.isEmpty() && !op.equals("n")) {
      throw illegal("\"ns\" field value cannot be empty when op type is not 'n'");
    }
    Type type = type(op);
    if (type != Type.NO_OP && ns.indexOf('.') <= 0) {
      throw new ServerException(
          ErrorCode.INVALID_NAMESPACE, "Invalid namespace specified '" + ns + "'");
    }
    return new OplogOperation(
        type,
        type == Type.NO_OP ? new Namespace("", "") : Namespace.parse(ns),
        uuid(entry),
        type == Type.NO_OP && !entry.containsKey("o")
            ? new BsonDocument()
            : document(entry, "o", new ErrorCode(40_414, "IDLFailedToParse")),
        entry.containsKey("o2") ? document(entry, "o2", ErrorCode.NO_SUCH_KEY) : null,
        entry.get("b") instanceof BsonBoolean upsert && upsert.getValue());
  }

  private static Type type(String op) {
    return switch (op) {
      case "i" -> Type.INSERT;
      case "u" -> Type.UPDATE;
      case "d" -> Type.DELETE;
      case "c" -> Type.COMMAND;
      case "n" -> Type.NO_OP;
      default ->
          throw new ServerException(
              ErrorCode.BAD_VALUE,
              "Enumeration value '" + op + "' for field 'op' is not a valid value.");
    };
  }

  private static String required(BsonDocument entry, String field) {
    BsonValue value = entry.get(field);
    if (value == null) {
      throw illegal("op does not contain required \"" + field + "\" field");
    }
    if (!(value instanceof BsonString string)) {
      throw illegal("\"" + field + "\" field is not a string");
    }
    return string.getValue();
  }

  private static BsonDocument document(BsonDocument entry, String field, ErrorCode absent) {
    BsonValue value = entry.get(field);
    if (value == null) {
      throw new ServerException(
          absent, "BSON field 'OplogEntryBase." + field + "' is missing but a required field");
    }
    if (!(value instanceof BsonDocument document)) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH,
          "BSON field 'OplogEntryBase." + field + "' is the wrong type, expected type 'object'");
    }
    return document;
  }

  private static @Nullable UUID uuid(BsonDocument entry) {
    BsonValue value = entry.get("ui");
    if (value == null) {
      return null;
    }
    boolean isUuid =
        value instanceof BsonBinary binary
            && binary.getType() == BsonBinarySubType.UUID_STANDARD.getValue()
            && binary.getData().length == 16;
    if (!isUuid) {
      throw new ServerException(
          ErrorCode.TYPE_MISMATCH, "BSON field 'OplogEntryBase.ui' is the wrong type");
    }
    return value.asBinary().asUuid(UuidRepresentation.STANDARD);
  }

  /**
   * Does it; answers false where there is no document that it could change.
   *
   * @throws ServerException 26 where there is no collection, …
   */
  boolean run(Operation operation, boolean bypassesValidation) {
    return switch (type) {
      case NO_OP -> true;
      case COMMAND -> OplogCommand.run(this, operation);
      case INSERT -> write(operation, id(o, "insert"), o, true, bypassesValidation);
      case UPDATE -> {
        BsonDocument which = o2;
        if (which == null) {
          throw new ServerException(
              ErrorCode.NO_SUCH_KEY, "Failed to apply update due to missing 'o2'");
        }
        yield write(operation, id(which, "update"), o, isUpsert, bypassesValidation);
      }
      case DELETE -> delete(operation, id(o, "delete"));
    };
  }

  private static BsonDocument id(BsonDocument from, String what) {
    BsonValue id = from.get(ID);
    if (id == null) {
      throw new ServerException(
          ErrorCode.NO_SUCH_KEY, "Failed to apply " + what + " due to missing _id: " + from);
    }
    return new BsonDocument(ID, new BsonDocument("$eq", id));
  }

  /** A document that is there already is replaced, so that an entry may be done twice. */
  private boolean write(
      Operation operation, BsonDocument id, BsonDocument change, boolean upsert, boolean bypass) {
    CollectionEntry collection = collection(operation);
    if (collection == null) {
      throw new ServerException(
          ErrorCode.NAMESPACE_NOT_FOUND,
          "cannot apply insert or update operation on a non-existent namespace "
              + namespace.fullName());
    }
    BatchOutcome outcome =
        operation
            .engine()
            .writes()
            .update(
                operation,
                new UpdateRequest(
                    collection.namespace(),
                    List.of(UpdateStatement.ofOplog(id, change, upsert)),
                    true,
                    null,
                    new int[0],
                    collection.uuid(),
                    bypass,
                    true));
    throwFailure(outcome);
    return outcome.n() > 0;
  }

  /** What is gone already is as it should be. */
  private boolean delete(Operation operation, BsonDocument id) {
    CollectionEntry collection = collection(operation);
    if (collection != null) {
      throwFailure(
          operation
              .engine()
              .writes()
              .delete(
                  operation,
                  new DeleteRequest(
                      collection.namespace(),
                      List.of(new DeleteStatement(id, true, null, null)),
                      true,
                      null,
                      new int[0],
                      collection.uuid())));
    }
    return true;
  }

  private @Nullable CollectionEntry collection(Operation operation) {
    CatalogSnapshot catalog = operation.collections();
    return uuid == null ? catalog.find(namespace) : catalog.find(namespace.database(), uuid);
  }

  private static void throwFailure(BatchOutcome outcome) {
    if (!outcome.errors().isEmpty()) {
      throw outcome.errors().getFirst().toException();
    }
  }

  private static ServerException illegal(String message) {
    return new ServerException(ErrorCode.ILLEGAL_OPERATION, message);
  }
}
