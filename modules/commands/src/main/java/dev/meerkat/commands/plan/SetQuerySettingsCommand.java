package dev.meerkat.commands.plan;

import dev.meerkat.commands.crud.RepresentativeQuery;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.querysettings.QuerySetting;
import dev.meerkat.engine.querysettings.QuerySettings;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Says how queries of one shape are answered. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/setQuerySettings/">setQuerySettings</a>
 */
public final class SetQuerySettingsCommand implements Command {
  private static final String NAME = "setQuerySettings";
  private static final CommandSchema SCHEMA =
      CommandSchema.of(NAME)
          .help("Sets the query settings for the query shape of a given query.")
          .value(Field.of(NAME, BsonBytes.STRING, BsonBytes.DOCUMENT).nullRefused())
          .adminOnly()
          .fields(Field.document("settings").required());

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    QuerySettings settings = operation.engine().querySettings();
    BsonValue which = request.value(NAME, new BsonDocument());
    if (which.isDocument()) {
      RepresentativeQuery.check(operation, which.asDocument());
    }
    BsonDocument given = request.bson("settings");
    QuerySetting setting =
        which.isString()
            ? settings.set(operation, which.asString().getValue(), given)
            : settings.set(operation, which.asDocument(), given);
    setting.toBson().forEach(reply::append);
  }
}
