package dev.meerkat.commands.catalog;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.catalog.CatalogSnapshot;
import dev.meerkat.engine.catalog.CollectionEntry;
import dev.meerkat.engine.catalog.StableApiCheck;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Limits;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.DocumentSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.Fields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Tells which indexes, validators and views are outside of a version of the Stable API. Threads:
 * immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/validateDBMetadata/">validateDBMetadata</a>
 */
public final class ValidateDbMetadataCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("validateDBMetadata")
          .help("checks that the metadata fits a version of the Stable API")
          .fields(
              Field.document("apiParameters").required(),
              Field.string("db"),
              Field.string("collection"));

  private static final DocumentSchema PARAMETERS =
      DocumentSchema.of(
          "validateDBMetadata.apiParameters",
          Field.string("version").required(),
          Field.bool("strict").nullRefused(),
          Field.bool("deprecationErrors").nullRefused());

  /** Room that is left in a reply for everything else. */
  private static final int MAX_ERROR_BYTES = Limits.MAX_DOCUMENT_BYTES - (1 << 16);

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    if (request.has("collection")) {
      LiteralName.check(request.string("collection"));
    }
    if (request.has("db")) {
      checkDatabase(request.string("db"));
    }
    Fields parameters = PARAMETERS.parse(request.document("apiParameters"));
    boolean strict = "1".equals(parameters.string("version")) && parameters.bool("strict", false);
    StableApiCheck check = new StableApiCheck(operation.engine());
    int start = reply.size();
    boolean full = false;
    reply.beginArray("apiVersionErrors");
    for (CollectionEntry entry :
        strict ? addressed(request, operation) : List.<CollectionEntry>of()) {
      for (StableApiCheck.Violation violation : check.of(entry)) {
        full |= reply.size() - start > MAX_ERROR_BYTES;
        if (!full) {
          write(entry, violation, reply);
        }
      }
    }
    reply.end();
    if (full) {
      reply.appendBoolean("hasMoreErrors", true);
    }
  }

  private static void write(
      CollectionEntry entry, StableApiCheck.Violation violation, DocumentBuilder reply) {
    reply
        .beginDocument(reply.nextIndex())
        .appendString("ns", entry.namespace().fullName())
        .appendInt32("code", violation.code().number())
        .appendString("codeName", violation.code().codeName())
        .appendString("errmsg", violation.message())
        .end();
  }

  /** As mongod, which tells by three codes how far it came with a name before it gave up. */
  private static void checkDatabase(String name) {
    if (name.isEmpty()) {
      throw new ServerException(ErrorCode.location(28539), "need a valid database name");
    }
    if (name.indexOf('.') >= 0
        || name.indexOf('\0') >= 0
        || name.getBytes(StandardCharsets.UTF_8).length > Limits.MAX_DATABASE_NAME_BYTES) {
      throw new ServerException(
          ErrorCode.INVALID_NAMESPACE, "Invalid database name: '" + name + "'");
    }
    if (name.chars().anyMatch(c -> "/\\ \"".indexOf(c) >= 0)) {
      throw new ServerException(ErrorCode.location(13280), "invalid db name: " + name);
    }
  }

  /** The collections and views that are asked about, sorted by name. */
  private static List<CollectionEntry> addressed(CommandRequest request, Operation operation) {
    CatalogSnapshot catalog = operation.collections();
    String database = request.string("db", "");
    String collection = request.string("collection", "");
    List<CollectionEntry> entries = new ArrayList<>();
    for (String name : catalog.databaseNames()) {
      if (database.isEmpty() || database.equals(name)) {
        entries.addAll(catalog.collections(name));
      }
    }
    entries.removeIf(
        entry -> !collection.isEmpty() && !collection.equals(entry.namespace().collection()));
    entries.sort(Comparator.comparing(entry -> entry.namespace().fullName()));
    return entries;
  }
}
