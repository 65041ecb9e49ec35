package dev.meerkat.commands.replication;

import dev.meerkat.commands.catalog.CreateCommand;
import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * What entries of the oplog say of collections and databases: the command that made them, in a form
 * that may be done twice. Threads: immutable.
 */
final class OplogCommand {
  private static final Command CREATE = new CreateCommand();

  /** Beside the command in an entry, and no field of it. */
  private static final Set<String> OF_THE_ENTRY = Set.of("v", "ns");

  private OplogCommand() {}

  /**
   * @throws ServerException 2 for a command that no entry has, and what the command fails with
   */
  static boolean run(OplogOperation entry, Operation operation) {
    if (entry.o().isEmpty()) {
      throw unknown("");
    }
    String name = entry.o().getFirstKey();
    String database = entry.namespace().database();
    try {
      switch (name) {
        case "create" -> create(entry, operation);
        case "createIndexes" -> run(operation, database, createIndexes(entry.o()));
        case "collMod", "convertToCapped", "drop", "dropDatabase" ->
            run(operation, database, entry.o());
        case "dropIndexes", "deleteIndexes", "deleteIndex", "dropIndex" ->
            run(operation, database, dropIndexes(entry.o()));
        case "renameCollection" -> run(operation, "admin", rename(entry.o()));
        case "applyOps" -> run(operation, "admin", entry.o());
        default -> throw unknown(name);
      }
    } catch (ServerException e) {
      if (!isDoneAlready(name, e.code())) {
        throw e;
      }
    }
    return true;
  }

  private static boolean isDoneAlready(String name, ErrorCode code) {
    return switch (code.number()) {
      case 26 -> !name.equals("createIndexes") && !name.equals("applyOps");
      case 27 -> name.equals("collMod") || name.startsWith("d");
      case 48 -> name.equals("create") || name.equals("renameCollection");
      default -> false;
    };
  }

  private static void run(Operation operation, String database, BsonDocument command) {
    var _ = operation.run(database, command);
  }

  /** A collection of the entry's UUID, which another server has given it. */
  private static void create(OplogOperation entry, Operation operation) {
    String database = entry.namespace().database();
    UUID uuid = entry.uuid();
    if (uuid != null && operation.collections().find(database, uuid) != null) {
      return;
    }
    CreateCommand.create(
        CREATE.schema().parse(database, DocumentView.of(entry.o()), List.of()), operation, uuid);
  }

  /** An entry has one index, its spec beside the collection's name. */
  private static BsonDocument createIndexes(BsonDocument o) {
    if (o.containsKey("indexes")) {
      return o;
    }
    BsonDocument spec = o.clone();
    BsonValue collection = spec.remove("createIndexes");
    OF_THE_ENTRY.forEach(spec::remove);
    return new BsonDocument("createIndexes", collection)
        .append("indexes", new BsonArray(List.of(spec)));
  }

  private static BsonDocument dropIndexes(BsonDocument o) {
    return new BsonDocument("dropIndexes", o.get(o.getFirstKey()))
        .append("index", o.get("index", new BsonString("")));
  }

  /** In an entry the target that goes is named by its UUID, or is false. */
  private static BsonDocument rename(BsonDocument o) {
    BsonDocument command =
        new BsonDocument("renameCollection", o.get("renameCollection"))
            .append("to", o.get("to", new BsonString("")));
    BsonValue target = o.get("dropTarget");
    if (target != null && !(target.isBoolean() && !target.asBoolean().getValue())) {
      command.append("dropTarget", BsonBoolean.TRUE);
    }
    return command;
  }

  private static ServerException unknown(String name) {
    return new ServerException(
        ErrorCode.BAD_VALUE, "Unknown oplog entry command type: '" + name + "'");
  }
}
