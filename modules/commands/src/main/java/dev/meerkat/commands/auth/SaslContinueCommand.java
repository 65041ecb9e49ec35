package dev.meerkat.commands.auth;

import dev.meerkat.engine.Login;
import dev.meerkat.engine.Operation;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;

/**
 * Goes on with a login. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/core/authentication/">Authentication</a>
 */
public final class SaslContinueCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("saslContinue")
          .help("Subsequent steps in a SASL authentication conversation.")
          .stable()
          .withoutAuthentication()
          .fields(Field.integral("conversationId").required(), SaslPayload.FIELD);

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Login login = Operation.of(context).connection().login();
    if (login.isUnderWay() && request.int64("conversationId", 0) != SaslPayload.CONVERSATION_ID) {
      throw new ServerException(ErrorCode.PROTOCOL_ERROR, "sasl: Mismatched conversation id");
    }
    SaslPayload.step(login, request, reply);
  }
}
