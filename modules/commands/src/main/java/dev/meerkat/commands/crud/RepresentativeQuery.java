package dev.meerkat.commands.crud;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.collection.Reads;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import java.util.List;
import org.bson.BsonDocument;

/**
 * A query that stands for all of its shape: it is parsed as if it were to run. Threads: immutable.
 */
public final class RepresentativeQuery {
  private RepresentativeQuery() {}

  /**
   * Parses a find, distinct or aggregate command; of another one, and of one whose database is not
   * known, whoever asks for its shape has to speak.
   *
   * @throws dev.meerkat.spi.ServerException what is wrong with it
   */
  public static void check(Operation operation, BsonDocument query) {
    if (query.isEmpty() || !query.isString("$db") || query.getString("$db").getValue().isEmpty()) {
      return;
    }
    Reads reads = operation.engine().reads();
    switch (query.getFirstKey()) {
      case "find" -> {
        CommandRequest find = parse(new FindCommand(), query);
        var _ = reads.shape(operation, FindCommand.parse(find, find.namespace()));
      }
      case "distinct" ->
          reads.check(operation, DistinctCommand.parse(parse(new DistinctCommand(), query)));
      case "aggregate" ->
          reads.check(operation, AggregateCommand.parse(parse(new AggregateCommand(), query)));
      default -> {
        // It has no shape.
      }
    }
  }

  private static CommandRequest parse(Command command, BsonDocument query) {
    String database = query.getString("$db").getValue();
    return command.schema().parse(database, DocumentView.of(query), List.of());
  }
}
