package dev.meerkat.commands.auth;

import dev.meerkat.engine.Login;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.ServerControl;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.auth.AuthMechanism;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Begins a login. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/authentication/">Authentication</a>
 */
public final class SaslStartCommand implements Command {
  private static final ErrorCode MECHANISM_UNAVAILABLE = new ErrorCode(334, "MechanismUnavailable");

  private static final CommandSchema SCHEMA =
      CommandSchema.of("saslStart")
          .help("First step in a SASL authentication conversation.")
          .stable()
          .withoutAuthentication()
          .fields(
              Field.string("mechanism").nullRefused().required(),
              SaslPayload.FIELD,
              Field.safeBool("autoAuthorize").unstable(),
              Field.document("options"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    ServerControl server = operation.engine().server();
    String name = request.string("mechanism");
    AuthMechanism mechanism = server.mechanisms().get(name);
    if (mechanism == null) {
      throw new ServerException(
          MECHANISM_UNAVAILABLE,
          "Received authentication for mechanism " + name + " which is unknown or not enabled");
    }
    Login login = operation.connection().login();
    login.begin(mechanism.open(request.database(), server.credentials()), request.database());
    SaslPayload.step(login, request, reply);
  }
}
