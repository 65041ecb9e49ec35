package dev.meerkat.commands.crud;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Parameters;
import dev.meerkat.engine.ServerControl;
import dev.meerkat.engine.querysettings.QueryShape;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonString;

/**
 * Answers how another command would be done, and what it costs. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/explain/">explain</a>
 */
public final class ExplainCommand implements Command {
  private static final Set<String> VERBOSITIES =
      Set.of("queryPlanner", "executionStats", "allPlansExecution");

  private static final List<String> PARAMETERS =
      List.of(
          "internalQueryFacetBufferSizeBytes",
          "internalQueryFacetMaxOutputDocSizeBytes",
          "internalLookupStageIntermediateDocumentMaxSizeBytes",
          "internalDocumentSourceGroupMaxMemoryBytes",
          "internalQueryMaxBlockingSortMemoryUsageBytes",
          "internalQueryProhibitBlockingMergeOnMongoS",
          "internalQueryMaxAddToSetBytes",
          "internalDocumentSourceSetWindowFieldsMaxMemoryBytes",
          "internalQueryFrameworkControl",
          "internalQueryPlannerIgnoreIndexWithCollationForRegex");

  private static final CommandSchema SCHEMA =
      CommandSchema.of("explain")
          .help("explain database reads and writes")
          .value(Field.document("explain").required())
          .stable()
          .readConcern()
          .fields(Field.string("verbosity"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    String verbosity = request.string("verbosity", "allPlansExecution");
    if (!VERBOSITIES.contains(verbosity)) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "Enumeration value '"
              + verbosity
              + "' for field 'explain.verbosity' is not a valid"
              + " value.");
    }
    BsonDocument explained = request.bson("explain");
    checkDatabase(request, explained);
    Operation operation = Operation.of(context);
    reply.appendFields(
        Explanations.explain(
            operation, request.database(), request.document("explain"), verbosity));
    QueryShape shape = QueryShape.of(request.database(), explained);
    if (shape != null) {
      reply.appendString("queryShapeHash", shape.hash());
    }
    explained.put("$db", new BsonString(request.database()));
    reply.append("command", explained);
    serverInfo(operation.engine().server(), reply);
    serverParameters(operation.engine().server().parameters(), reply);
  }

  /** What may have had a part in the choice of the plan. */
  private static void serverParameters(Parameters parameters, DocumentBuilder reply) {
    reply.beginDocument("serverParameters");
    for (String name : PARAMETERS) {
      Parameters.Parameter parameter = parameters.find(name);
      if (parameter != null) {
        reply.append(name, parameter.read().get());
      }
    }
    reply.end();
  }

  private static void checkDatabase(CommandRequest request, BsonDocument explained) {
    if (explained.containsKey("$db")
        && !explained.get("$db").equals(new BsonString(request.database()))) {
      throw new ServerException(
          ErrorCode.INVALID_NAMESPACE,
          "Mismatched $db in explain command. Expected " + request.database());
    }
    explained.remove("$db");
  }

  private static void serverInfo(ServerControl server, DocumentBuilder reply) {
    String address = server.hostAndPort();
    int colon = address.lastIndexOf(':');
    reply.beginDocument("serverInfo");
    reply.appendString("host", colon < 0 ? address : address.substring(0, colon));
    reply.appendInt32(
        "port", colon < 0 ? 0 : Integer.parseInt(address, colon + 1, address.length(), 10));
    reply.appendString("version", server.version());
    reply.appendString("gitVersion", "none").end();
  }
}
