package dev.meerkat.commands.administration;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Sets a parameter that all members of a cluster share, and keeps it. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/setClusterParameter/">setClusterParameter</a>
 */
public final class SetClusterParameterCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("setClusterParameter")
          .help("Set cluster parameter on replica set or node")
          .value(Field.document("setClusterParameter").required())
          .adminOnly()
          .writeConcern()
          .fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    BsonDocument given = request.bson("setClusterParameter");
    if (given.isEmpty()) {
      throw new ServerException(ErrorCode.NO_SUCH_KEY, "Unknown server parameter: ");
    }
    Map.Entry<String, BsonValue> first = given.entrySet().iterator().next();
    operation.engine().clusterParameters().set(operation, first.getKey(), first.getValue());
  }
}
