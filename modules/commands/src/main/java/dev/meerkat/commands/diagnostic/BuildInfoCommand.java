package dev.meerkat.commands.diagnostic;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.ServerControl;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.Limits;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;

/**
 * Answers which version this is and what it was built with. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/buildInfo/">buildInfo</a>
 */
public final class BuildInfoCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("buildInfo", "buildinfo")
          .help("get version #, etc.\n{ buildinfo:1 }")
          .withoutAuthentication()
          .fields();

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    ServerControl server = Operation.of(context).engine().server();
    String version = server.version();
    reply.appendString("version", version);
    reply.appendString("gitVersion", "none");
    reply.beginArray("modules").end();
    reply.appendString("allocator", "system");
    reply.appendString("javascriptEngine", "none");
    reply.appendString("sysInfo", "deprecated");
    appendVersion(reply, version);
    reply.beginDocument("openssl");
    reply.appendString("running", "disabled").appendString("compiled", "disabled").end();
    reply.beginDocument("buildEnvironment");
    reply.appendString("distmod", "");
    reply.appendString("distarch", System.getProperty("os.arch"));
    reply.appendString("target_arch", System.getProperty("os.arch"));
    reply.appendString("target_os", System.getProperty("os.name")).end();
    reply.appendInt32("bits", 64);
    reply.appendBoolean("debug", false);
    reply.appendInt32("maxBsonObjectSize", Limits.MAX_DOCUMENT_BYTES);
    reply.beginArray("storageEngines");
    reply.appendString(reply.nextIndex(), server.storageName()).end();
  }

  private static void appendVersion(DocumentBuilder reply, String version) {
    reply.beginArray("versionArray");
    for (String part : version.split("[.]", -1)) {
      reply.appendInt32(reply.nextIndex(), Integer.parseInt(part));
    }
    // The fourth is 0 for a release.
    reply.appendInt32(reply.nextIndex(), 0).end();
  }
}
