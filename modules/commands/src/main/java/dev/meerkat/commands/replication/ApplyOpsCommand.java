package dev.meerkat.commands.replication;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
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
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;

/**
 * Does what entries of an oplog say, one after the other; each counts by itself. Threads:
 * immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/applyOps/">applyOps</a>
 */
public final class ApplyOpsCommand implements Command {
  private static final CommandSchema SCHEMA =
      CommandSchema.of("applyOps")
          .help("applies operations as entries of an oplog tell them")
          .value(Field.documents("applyOps").required().nullRefused())
          .writeConcern()
          .ignoresUnknownFields()
          .fields(
              Field.any("allowAtomic"),
              Field.bool("alwaysUpsert"),
              Field.safeBool("bypassDocumentValidation"),
              Field.of(
                  "count",
                  BsonBytes.INT32,
                  BsonBytes.INT64,
                  BsonBytes.DOUBLE,
                  BsonBytes.DECIMAL128),
              Field.any("partialTxn"),
              Field.any("preCondition"),
              Field.any("prepare"));

  @Override
  public CommandSchema schema() {
    return SCHEMA;
  }

  @Override
  public void run(CommandRequest request, OperationContext context, DocumentBuilder reply) {
    refuse(request, "preCondition", 6_711_600, "applyOps does not support the preCondition option");
    if (request.bool("alwaysUpsert", false)) {
      throw new ServerException(
          ErrorCode.location(6_711_601), "applyOps does not support the alwaysUpsert option");
    }
    refuse(request, "partialTxn", 31_056, "applyOps with 'partialTxn' is not allowed");
    refuse(request, "count", 31_240, "applyOps with 'count' is not allowed");
    if (request.has("prepare")) {
      throw new ServerException(ErrorCode.BAD_VALUE, "applyOps with 'prepare' is not allowed");
    }
    List<OplogOperation> operations = new ArrayList<>();
    for (DocumentView document : request.documents("applyOps")) {
      operations.add(OplogOperation.parse(document.toBson()));
    }
    Run run = new Run(Operation.of(context), request.bool("bypassDocumentValidation", false));
    run.all(operations);
    reply.appendInt32("applied", run.results.size());
    reply.append("results", run.results);
  }

  private static void refuse(CommandRequest request, String field, int code, String message) {
    if (request.has(field)) {
      throw new ServerException(ErrorCode.location(code), message);
    }
  }

  /** One command at work. Threads: confined to one operation. */
  private static final class Run {
    private final Operation operation;
    private final boolean bypassesValidation;
    private final BsonArray results = new BsonArray();
    private boolean hasFailures;

    Run(Operation operation, boolean bypassesValidation) {
      this.operation = operation;
      this.bypassesValidation = bypassesValidation;
    }

    /**
     * @throws ServerException 8 where one of them had nothing to change, after all are done; what
     *     an operation fails with otherwise, and then no further one is done
     */
    void all(List<OplogOperation> operations) {
      for (OplogOperation one : operations) {
        if (one.type() == OplogOperation.Type.NO_OP) {
          continue;
        }
        try {
          boolean done = one.run(operation, bypassesValidation);
          results.add(BsonBoolean.valueOf(done));
          hasFailures |= !done;
        } catch (ServerException e) {
          results.add(BsonBoolean.FALSE);
          throw new ServerException(e.code(), e.text(), counts(), e.labels());
        }
      }
      if (hasFailures) {
        throw new ServerException(
            new ErrorCode(8, "UnknownError"),
            "applyOps had one or more errors applying ops",
            counts(),
            List.of());
      }
    }

    private BsonDocument counts() {
      return new BsonDocument("applied", new BsonInt32(results.size())).append("results", results);
    }
  }
}
