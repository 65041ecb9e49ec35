package dev.meerkat.commands.crud;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.collection.DeleteRequest;
import dev.meerkat.engine.collection.Reads;
import dev.meerkat.engine.collection.UpdateRequest;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import java.util.List;
import org.bson.BsonDocument;

/**
 * How commands are explained: parsed as they are when they run, and handed to the engine. Threads:
 * immutable.
 */
final class Explanations {
  private Explanations() {}

  static BsonDocument explain(
      Operation operation, String database, DocumentView explained, String verbosity) {
    String name =
        explained.isEmpty()
            ? ""
            : BsonBytes.name(explained.array(), BsonBytes.firstElement(explained.offset()));
    Reads reads = operation.engine().reads();
    return switch (name) {
      case "find" -> {
        CommandRequest find = parse(new FindCommand(), database, explained);
        yield reads.explain(operation, FindCommand.parse(find, find.namespace()), verbosity);
      }
      case "aggregate" ->
          reads.explain(
              operation,
              AggregateCommand.parse(parse(new AggregateCommand(), database, explained)),
              verbosity);
      case "count" ->
          reads.explain(
              operation,
              CountCommand.parse(parse(new CountCommand(), database, explained)),
              verbosity);
      case "distinct" ->
          reads.explain(
              operation,
              DistinctCommand.parse(parse(new DistinctCommand(), database, explained)),
              verbosity);
      case "delete" -> {
        DeleteRequest delete = DeleteCommand.parse(parse(new DeleteCommand(), database, explained));
        yield reads.explain(operation, delete, only(delete.deletes()), verbosity);
      }
      case "update" -> {
        UpdateRequest update = UpdateCommand.parse(parse(new UpdateCommand(), database, explained));
        yield reads.explain(operation, update, only(update.updates()), verbosity);
      }
      case "findAndModify", "findandmodify" ->
          reads.explain(
              operation,
              FindAndModifyCommand.parse(parse(new FindAndModifyCommand(), database, explained)),
              verbosity);
      default -> throw unknown(operation, name);
    };
  }

  private static ServerException unknown(Operation operation, String name) {
    boolean exists =
        operation.engine().server().commands().stream()
            .anyMatch(command -> command.names().contains(name));
    return exists
        ? new ServerException(ErrorCode.ILLEGAL_OPERATION, "Cannot explain cmd: " + name)
        : new ServerException(
            ErrorCode.COMMAND_NOT_FOUND, "Explain failed due to unknown command: " + name);
  }

  private static CommandRequest parse(Command command, String database, DocumentView explained) {
    return command.schema().parse(database, explained, List.of());
  }

  private static <T> T only(List<T> statements) {
    if (statements.size() != 1) {
      throw new ServerException(
          ErrorCode.INVALID_LENGTH, "explained write batches must be of size 1");
    }
    return statements.getFirst();
  }
}
