package dev.meerkat.commands.crud;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.collection.AggregateRequest;
import dev.meerkat.engine.collection.CountRequest;
import dev.meerkat.engine.collection.DeleteRequest;
import dev.meerkat.engine.collection.DeleteStatement;
import dev.meerkat.engine.collection.DistinctRequest;
import dev.meerkat.engine.collection.FindAndModifyRequest;
import dev.meerkat.engine.collection.FindRequest;
import dev.meerkat.engine.collection.UpdateRequest;
import dev.meerkat.engine.collection.UpdateStatement;
import dev.meerkat.query.ParseOptions;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.values.BsonOrder;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * How commands find their documents: each as the find that it rests on, under the stage that does
 * the rest. Threads: immutable.
 */
final class Explanations {
  private Explanations() {}

  static BsonDocument explain(
      Operation operation, String database, BsonDocument explained, String verbosity) {
    String name = explained.isEmpty() ? "" : explained.getFirstKey();
    return switch (name) {
      case "find" -> {
        CommandRequest find = parse(new FindCommand(), database, explained);
        yield find(operation, FindCommand.parse(find, find.namespace()), verbosity);
      }
      case "aggregate" ->
          aggregate(
              operation,
              AggregateCommand.parse(parse(new AggregateCommand(), database, explained)),
              verbosity);
      case "count" -> {
        CountRequest count = CountCommand.parse(parse(new CountCommand(), database, explained));
        FindRequest find =
            query(
                count.namespace(),
                count.query(),
                count.hint(),
                count.collation(),
                count.skip(),
                count.limit());
        yield under("COUNT", find(operation, find, verbosity));
      }
      case "distinct" -> {
        DistinctRequest distinct =
            DistinctCommand.parse(parse(new DistinctCommand(), database, explained));
        yield find(
            operation,
            query(
                distinct.namespace(),
                distinct.query(),
                distinct.hint(),
                distinct.collation(),
                0,
                0),
            verbosity);
      }
      case "delete" -> {
        DeleteRequest delete = DeleteCommand.parse(parse(new DeleteCommand(), database, explained));
        DeleteStatement statement = only(delete.deletes());
        FindRequest find =
            query(delete.namespace(), statement.q(), statement.hint(), statement.collation(), 0, 0);
        BsonDocument explanation = find(operation, find, verbosity);
        long matching = returned(explanation);
        yield withCount(
            under("DELETE", explanation),
            "nWouldDelete",
            statement.one() ? Math.min(1, matching) : matching);
      }
      case "update" -> {
        UpdateRequest update = UpdateCommand.parse(parse(new UpdateCommand(), database, explained));
        UpdateStatement statement = only(update.updates());
        FindRequest find =
            query(update.namespace(), statement.q(), statement.hint(), statement.collation(), 0, 0);
        yield under("UPDATE", find(operation, find, verbosity));
      }
      case "findAndModify", "findandmodify" -> {
        FindAndModifyRequest modify =
            FindAndModifyCommand.parse(parse(new FindAndModifyCommand(), database, explained));
        FindRequest find =
            query(modify.namespace(), modify.query(), modify.hint(), modify.collation(), 0, 0);
        yield under(modify.isRemove() ? "DELETE" : "UPDATE", find(operation, find, verbosity));
      }
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

  private static CommandRequest parse(Command command, String database, BsonDocument explained) {
    return command.schema().parse(database, DocumentView.of(explained), List.of());
  }

  private static <T> T only(List<T> statements) {
    if (statements.size() != 1) {
      throw new ServerException(
          ErrorCode.INVALID_LENGTH, "explained write batches must be of size 1");
    }
    return statements.getFirst();
  }

  private static BsonDocument find(Operation operation, FindRequest find, String verbosity) {
    return operation.engine().reads().explain(operation, find, verbosity);
  }

  private static FindRequest query(
      Namespace namespace,
      BsonDocument filter,
      @Nullable BsonValue hint,
      @Nullable BsonDocument collation,
      long skip,
      long limit) {
    return new FindRequest(
        namespace,
        filter,
        null,
        null,
        hint,
        skip,
        limit,
        -1,
        false,
        collation,
        null,
        true,
        FindRequest.Options.NONE);
  }

  /** Puts the winning plan under the stage that uses its documents. */
  private static BsonDocument under(String stage, BsonDocument explanation) {
    BsonDocument planner = explanation.getDocument("queryPlanner");
    BsonDocument plan = planner.getDocument("winningPlan");
    BsonDocument top = new BsonDocument();
    BsonValue cached = plan.remove("isCached");
    if (cached != null) {
      top.append("isCached", cached);
    }
    planner.put(
        "winningPlan", top.append("stage", new BsonString(stage)).append("inputStage", plan));
    if (explanation.isDocument("executionStats")) {
      BsonDocument stats = explanation.getDocument("executionStats");
      BsonDocument input = stats.getDocument("executionStages");
      BsonDocument outer = new BsonDocument("stage", new BsonString(stage));
      outer.append("nReturned", new BsonInt32(0));
      stats.put("nReturned", new BsonInt32(0));
      stats.put("executionStages", outer.append("inputStage", input));
    }
    return explanation;
  }

  /** The documents that the plan has found; 0 where it was not run. */
  private static long returned(BsonDocument explanation) {
    return explanation.isDocument("executionStats")
        ? explanation.getDocument("executionStats").getNumber("nReturned").longValue()
        : 0;
  }

  /** Says in the outermost stage of a plan that was run what it would have done. */
  private static BsonDocument withCount(BsonDocument explanation, String name, long count) {
    if (explanation.isDocument("executionStats")) {
      explanation
          .getDocument("executionStats")
          .getDocument("executionStages")
          .append(name, new BsonInt32(Math.toIntExact(count)));
    }
    return explanation;
  }

  /** The number that a pipeline is cut off at where it does nothing else, or 0. */
  private static long onlyLimit(List<BsonValue> stages) {
    return stages.size() == 1
            && stages.getFirst().asDocument().get("$limit") instanceof BsonNumber limit
        ? limit.longValue()
        : 0;
  }

  /** A pipeline: its leading {@code $match}, and then the stages as they stand. */
  private static BsonDocument aggregate(
      Operation operation, AggregateRequest aggregate, String verbosity) {
    BsonArray stages = aggregate.pipeline();
    // Parsed here, so that a pipeline that cannot run is not explained either.
    List<String> variables =
        aggregate.let() == null ? List.of() : List.copyOf(aggregate.let().keySet());
    ParseOptions options =
        new ParseOptions(
            aggregate.namespace(), BsonOrder.SIMPLE, aggregate.collation(), false, variables);
    operation.engine().language().pipeline(stages, options, Set.of());
    BsonDocument first = stages.isEmpty() ? new BsonDocument() : stages.getFirst().asDocument();
    boolean matches = first.isDocument("$match");
    BsonDocument filter = matches ? first.getDocument("$match") : new BsonDocument();
    List<BsonValue> rest = stages.subList(matches ? 1 : 0, stages.size());
    long limit = onlyLimit(rest);
    BsonDocument explanation =
        find(
            operation,
            query(aggregate.namespace(), filter, aggregate.hint(), aggregate.collation(), 0, limit),
            verbosity);
    if (rest.isEmpty() || limit > 0) {
      return explanation;
    }
    BsonDocument cursor = new BsonDocument("queryPlanner", explanation.get("queryPlanner"));
    if (explanation.containsKey("executionStats")) {
      cursor.append("executionStats", explanation.get("executionStats"));
    }
    BsonArray all = new BsonArray();
    all.add(new BsonDocument("$cursor", cursor));
    all.addAll(rest);
    return new BsonDocument("explainVersion", new BsonString("1")).append("stages", all);
  }
}
