package dev.meerkat.commands.catalog;

import dev.meerkat.engine.Operation;
import dev.meerkat.engine.collection.CappedCopy;
import dev.meerkat.engine.timeseries.TimeseriesOptions;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.OperationContext;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import dev.meerkat.spi.command.Names;
import org.bson.BsonNull;
import org.bson.BsonString;

/**
 * Copies a collection's newest documents into a new capped collection of the same database.
 * Threads: immutable.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/command/cloneCollectionAsCapped/">cloneCollectionAsCapped</a>
 */
public final class CloneCollectionAsCappedCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("cloneCollectionAsCapped")
          .help("{ cloneCollectionAsCapped: <fromName>, toCollection: <toName>, size: <bytes> }")
          .value(Field.any("cloneCollectionAsCapped"))
          .writeConcern()
          .ignoresUnknownFields()
          .fields(Field.any("toCollection"), Field.any("size"), Field.any("temp"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    Operation operation = Operation.of(context);
    Namespace from = name(request, "cloneCollectionAsCapped");
    Namespace to = name(request, "toCollection");
    if (TimeseriesOptions.isBuckets(from)) {
      throw new ServerException(
          ErrorCode.ILLEGAL_OPERATION, "cannot clone a time-series collection as a capped one");
    }
    new CappedCopy(operation.engine()).copy(operation, from, to, CappedSize.of(request));
  }

  private static Namespace name(CommandRequest request, String field) {
    if (!(request.value(field, BsonNull.VALUE) instanceof BsonString text)) {
      throw new ServerException(ErrorCode.TYPE_MISMATCH, "'" + field + "' must be of type String");
    }
    String collection = text.getValue();
    Names.checkCollection(collection);
    if (collection.indexOf('$') >= 0) {
      throw new ServerException(
          ErrorCode.INVALID_NAMESPACE, "Invalid collection name: " + collection);
    }
    return new Namespace(request.database(), collection);
  }
}
