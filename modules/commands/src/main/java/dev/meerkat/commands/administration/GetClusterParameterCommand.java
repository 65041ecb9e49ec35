package dev.meerkat.commands.administration;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.parameter.ClusterParameters;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Answers parameters that all members of a cluster share. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/getClusterParameter/">getClusterParameter</a>
 */
public final class GetClusterParameterCommand implements Command {
  private static final String NAME = "getClusterParameter";
  private static final CommandSchema SCHEMA =
      CommandSchema.of(NAME)
          .help("Get cluster parameter value(s)")
          .value(Field.of(NAME, BsonBytes.STRING, BsonBytes.ARRAY).nullRefused())
          .adminOnly()
          .ignoresUnknownFields()
          .fields();

  private static final BsonString ALL = new BsonString("*");

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    ClusterParameters parameters = Operation.of(context).engine().clusterParameters();
    BsonArray values = new BsonArray();
    for (String name : names(request.value(NAME, ALL), parameters)) {
      values.add(parameters.value(name));
    }
    reply.append("clusterParameters", values);
  }

  private static List<String> names(BsonValue asked, ClusterParameters parameters) {
    if (asked.equals(ALL)) {
      return parameters.names();
    }
    if (asked.isString()) {
      return List.of(asked.asString().getValue());
    }
    List<String> names = new ArrayList<>();
    for (BsonValue name : asked.asArray()) {
      if (!name.isString()) {
        throw new ServerException(
            ErrorCode.TYPE_MISMATCH,
            "BSON field 'getClusterParameter.%d' is the wrong type, expected type 'string'"
                .formatted(names.size()));
      }
      names.add(name.asString().getValue());
    }
    if (names.isEmpty()) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "Must supply at least one cluster server parameter name");
    }
    return names;
  }
}
