package dev.meerkat.server;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.StorageErrors;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.Claims;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.storage.StorageException;
import dev.meerkat.wire.OpMsg;
import dev.meerkat.wire.OpQuery;
import java.io.IOException;
import java.util.List;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Finds the command that a request names, runs it, and turns whatever comes of it into the reply:
 * the only place that catches. Threads: safe; no state.
 */
final class Dispatcher {
  private static final byte[] OK = BsonBytes.nameBytes("ok");

  private final Engine engine;
  private final CommandTable commands;
  private final Gossip gossip;
  private final Incidents incidents;

  Dispatcher(Engine engine, Claims<Command> commands, ServerLog log) {
    this.engine = engine;
    this.commands = new CommandTable(commands);
    this.gossip = new Gossip(engine.clock());
    this.incidents = new Incidents(engine.seeds(), log);
  }

  /** A request that has been understood. */
  private record Call(CommandTable.Entry entry, CommandRequest request) {
    boolean isHello() {
      return Handshake.isHello(entry.name());
    }
  }

  /**
   * Answers a message.
   *
   * @param repeated whether it has been answered before, and the client takes further replies
   * @param reply is cleared, and then holds the reply
   * @throws IOException the client is gone
   */
  Outcome run(Connection connection, OpMsg message, boolean repeated, DocumentBuilder reply)
      throws IOException {
    Call call = parse(message, reply.clear());
    if (call == null || !execute(connection, call, !repeated, reply)) {
      return answer(reply, false);
    }
    if (call.isHello()) {
      return awaitTopology(connection, call, message.isExhaustAllowed(), repeated, reply);
    }
    DocumentView document = finished(reply);
    return new Outcome.Answer(
        document,
        message.isExhaustAllowed()
            && call.entry.name().equals("getMore")
            && Requests.hasOpenCursor(document));
  }

  /** Answers a command of the legacy protocol. */
  Outcome run(Connection connection, OpQuery query, DocumentBuilder reply) {
    Call call = parse(query, reply.clear());
    if (call != null) {
      execute(connection, call, true, reply);
    }
    return answer(reply, false);
  }

  /**
   * Runs a command for another one, as part of its operation.
   *
   * @return the reply's fields
   * @throws ServerException the command failed
   */
  BsonDocument run(Operation operation, String database, BsonDocument command) {
    DocumentView body = DocumentView.of(command);
    CommandTable.Entry entry = find(body);
    DocumentBuilder reply = new DocumentBuilder(1024);
    CommandRequest request = entry.command().schema().parse(database, body, List.of());
    entry.command().run(request, operation, reply);
    return reply.toView().toBson();
  }

  /**
   * Understands a request; where it makes no sense, writes that into the reply and answers null.
   */
  private @Nullable Call parse(OpMsg message, DocumentBuilder reply) {
    try {
      Requests.validate(message);
      return parse(message.body(), Requests.sequences(message));
    } catch (ServerException failure) {
      ErrorReply.write(reply, failure, failure.labels());
    } catch (RuntimeException | Error fault) {
      ErrorReply.write(reply, incidents.report("parse", fault), List.of());
    }
    return null;
  }

  private @Nullable Call parse(OpQuery query, DocumentBuilder reply) {
    try {
      Requests.validate(query.query());
      return parse(LegacyCommands.modern(query), List.of());
    } catch (ServerException failure) {
      ErrorReply.write(reply, failure, failure.labels());
    } catch (RuntimeException | Error fault) {
      ErrorReply.write(reply, incidents.report("parse", fault), List.of());
    }
    return null;
  }

  private Call parse(DocumentView body, List<dev.meerkat.spi.command.DocumentSequence> sequences) {
    CommandTable.Entry entry = find(body);
    return new Call(
        entry, entry.command().schema().parse(Requests.database(body), body, sequences));
  }

  private CommandTable.Entry find(DocumentView body) {
    int first = BsonBytes.firstElement(body.offset());
    if (body.isEmpty()) {
      throw new ServerException(ErrorCode.COMMAND_NOT_FOUND, "no such command: ''");
    }
    CommandTable.Entry entry = commands.find(body.array(), first);
    if (entry == null) {
      throw new ServerException(
          ErrorCode.COMMAND_NOT_FOUND,
          "no such command: '" + BsonBytes.name(body.array(), first) + "'");
    }
    return entry;
  }

  /** Runs a command and writes its reply; answers whether it has succeeded. */
  private boolean execute(
      Connection connection, Call call, boolean isFirst, DocumentBuilder reply) {
    CommandRequest request = call.request;
    try {
      if (isFirst && call.isHello()) {
        connection.greet(request.body());
      }
      if (engine.options().isReplicaSet()) {
        gossip.hear(request.common());
      }
      try (Operation operation = engine.begin(connection.facts(), call.entry.name(), request)) {
        call.entry.command().run(request, operation, reply);
      }
      if (call.isHello()) {
        Handshake.writeCompression(request.body(), reply);
      }
      reply.appendDouble(OK, 1);
      return true;
    } catch (ServerException | StorageException cause) {
      ServerException failure = known(cause);
      List<String> labels = ErrorLabels.of(failure, call.entry.name(), request.common());
      ErrorReply.write(reply.clear(), failure, labels);
    } catch (RuntimeException | Error fault) {
      ErrorReply.write(reply.clear(), incidents.report(call.entry.name(), fault), List.of());
    }
    return false;
  }

  /** The caller's fault as it is, the store's as MongoDB says it. */
  static ServerException known(RuntimeException cause) {
    return switch (cause) {
      case ServerException failure -> failure;
      case StorageException failure -> StorageErrors.translate(failure);
      default -> throw cause;
    };
  }

  /**
   * Keeps a hello waiting whose client knows the topology as it is. This server's topology never
   * changes, so that the wait ends with the time given, or with the client.
   */
  private Outcome awaitTopology(
      Connection connection, Call call, boolean streams, boolean repeated, DocumentBuilder reply)
      throws IOException {
    DocumentView hello = call.request.body();
    int millis = Handshake.waitMillis(hello);
    DocumentView document = finished(reply);
    if (millis == 0) {
      return new Outcome.Answer(document, false);
    }
    if (!repeated && !Handshake.knowsTopology(hello, document)) {
      return new Outcome.Answer(document, streams);
    }
    boolean quiet = connection.awaitQuiet(millis);
    boolean ok = execute(connection, call, false, reply.clear());
    return answer(reply, ok && quiet && streams);
  }

  private Outcome answer(DocumentBuilder reply, boolean isMore) {
    return new Outcome.Answer(finished(reply), isMore);
  }

  private DocumentView finished(DocumentBuilder reply) {
    if (engine.options().isReplicaSet()) {
      gossip.write(reply);
    }
    return reply.toView();
  }
}
