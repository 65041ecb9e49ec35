package dev.meerkat.commands.catalog;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CollectionUuids;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.Names;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonNull;
import org.bson.BsonValue;
import org.bson.UuidRepresentation;

/**
 * Gives a collection another name. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/renameCollection/">renameCollection</a>
 */
public final class RenameCollectionCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("renameCollection")
          .help("rename a collection: { renameCollection: foo.a, to: bar.b }")
          .value(Field.string("renameCollection").required())
          .adminOnly()
          .writeConcern()
          .fields(
              Field.string("to").required(),
              Field.of("dropTarget", BsonBytes.BOOLEAN, BsonBytes.BINARY),
              Field.bool("stayTemp"),
              Field.uuid("collectionUUID"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    Namespace source = name(request.string("renameCollection"));
    Namespace target = name(request.string("to"));
    if (target.fullName().startsWith("local.oplog.") || isSystem(target)) {
      throw new ServerException(ErrorCode.ILLEGAL_OPERATION, "Invalid target namespace: " + target);
    }
    boolean byUuid = request.type("dropTarget") == BsonBytes.BINARY;
    if (byUuid) {
      checkTarget(operation, source, target, request.value("dropTarget", BsonNull.VALUE));
    }
    operation
        .engine()
        .catalog()
        .rename(
            operation,
            source,
            target,
            byUuid || request.bool("dropTarget", false),
            request.uuid("collectionUUID"));
  }

  /** A full name; a dollar sign in it fails with 20, another fault with 73. */
  private static Namespace name(String fullName) {
    if (fullName.indexOf('$') >= 0) {
      throw new ServerException(
          ErrorCode.ILLEGAL_OPERATION, "can't rename from or to a name with '$': " + fullName);
    }
    return Names.checkNamespace(fullName);
  }

  private static boolean isSystem(Namespace namespace) {
    return namespace.collection().startsWith("system.");
  }

  /** Besides a boolean, {@code dropTarget} may be the UUID of the collection that is to go. */
  private static void checkTarget(
      Operation operation, Namespace source, Namespace target, BsonValue given) {
    BsonBinary uuid = given.asBinary();
    if (uuid.getType() != BsonBinarySubType.UUID_STANDARD.getValue()
        || uuid.getData().length != 16) {
      throw new ServerException(ErrorCode.INVALID_UUID, "dropTarget must be a boolean or a UUID");
    }
    if (!source.database().equals(target.database())) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS, "dropTarget cannot be a UUID across databases");
    }
    CollectionUuids.check(
        operation.engine().catalog().snapshot(), target, uuid.asUuid(UuidRepresentation.STANDARD));
  }
}
