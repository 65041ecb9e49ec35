package dev.meerkat.commands.diagnostic;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Parameters;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.DocumentSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.Fields;
import java.util.function.Predicate;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * Answers server parameters by name. Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/getParameter/">getParameter</a>
 */
public final class GetParameterCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("getParameter")
          .help("get administrative option(s)")
          .adminOnly()
          .ignoresUnknownFields()
          .fields(Field.safeBool("allParameters"));

  private static final DocumentSchema OPTIONS =
      DocumentSchema.of(
          "getParameter",
          Field.safeBool("allParameters"),
          Field.safeBool("showDetails"),
          Field.string("setAt"));

  private static final BsonString ALL = new BsonString("*");

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Parameters parameters = Operation.of(context).engine().server().parameters();
    BsonValue asked = request.value("getParameter", BsonNull.VALUE);
    Fields options = GetParameterCommand.options(asked);
    boolean all =
        request.bool("allParameters", false)
            || options.bool("allParameters", false)
            || asked.equals(ALL);
    boolean details = options.bool("showDetails", false);
    Predicate<Parameters.Parameter> wanted = settable(options);
    int before = reply.size();
    if (all) {
      for (Parameters.Parameter parameter : parameters.all()) {
        if (wanted.test(parameter)) {
          append(parameter, details, reply);
        }
      }
      return;
    }
    BsonDocument body = request.body().toBson();
    for (String name : body.keySet()) {
      Parameters.Parameter parameter = parameters.find(name);
      if (parameter != null && wanted.test(parameter)) {
        append(parameter, details, reply);
      }
    }
    if (reply.size() == before) {
      throw new ServerException(ErrorCode.INVALID_OPTIONS, "no option found to get");
    }
  }

  /** Which parameters {@code setAt} leaves. */
  private static Predicate<Parameters.Parameter> settable(Fields options) {
    if (!options.has("setAt")) {
      return _ -> true;
    }
    return switch (options.string("setAt")) {
      case "startup" -> Parameters.Parameter::atStartup;
      case "runtime" -> Parameters.Parameter::atRuntime;
      default ->
          throw new ServerException(
              ErrorCode.BAD_VALUE,
              "Enumeration value '"
                  + options.string("setAt")
                  + "' for field 'getParameter.setAt' is not a valid value.");
    };
  }

  private static Fields options(BsonValue asked) {
    BsonDocument options = asked.isDocument() ? asked.asDocument() : new BsonDocument();
    return OPTIONS.parse(DocumentView.of(options));
  }

  private static void append(
      Parameters.Parameter parameter, boolean details, DocumentBuilder reply) {
    BsonValue value = parameter.read().get();
    if (!details) {
      reply.append(parameter.name(), value);
      return;
    }
    reply.beginDocument(parameter.name());
    reply.append("value", value);
    reply.appendBoolean("settableAtRuntime", parameter.atRuntime());
    reply.appendBoolean("settableAtStartup", parameter.atStartup());
    reply.end();
  }
}
