package dev.meerkat.server;

import dev.meerkat.engine.Counters;
import dev.meerkat.engine.Engine;
import dev.meerkat.engine.MustWait;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.Parameters;
import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.Claims;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.wire.OpMsg;
import dev.meerkat.wire.OpQuery;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Finds the command that a request names, runs it, and turns whatever comes of it into the reply:
 * the only place that catches. Threads: safe; no state.
 */
final class Dispatcher {
  /** What is longer takes a while to be read through, and others would wait for that. */
  private static final int MAX_LEFT_BYTES = 64 * 1024;

  private static final String REQUIRE_API_VERSION = "requireApiVersion";

  private final Engine engine;
  private final CommandTable commands;
  private final Gossip gossip;
  private final Failures failures;
  private final Supplier<BsonValue> requiresApiVersion;

  Dispatcher(Engine engine, Claims<Command> commands, ServerLog log) {
    this.engine = engine;
    this.commands = new CommandTable(commands);
    this.gossip = new Gossip(engine.clock());
    this.failures = new Failures(engine, new Incidents(engine.seeds(), log));
    this.requiresApiVersion =
        engine
            .server()
            .parameters()
            .define(
                REQUIRE_API_VERSION,
                BsonBoolean.FALSE,
                value -> Parameters.bool(REQUIRE_API_VERSION, value),
                true);
  }

  /**
   * Runs a command.
   *
   * @param streams whether the client takes several replies
   * @param repeated whether it has been answered before, and the client takes a further reply
   * @param reply is empty, and then holds the whole reply
   * @throws IOException the client is gone
   */
  Outcome run(
      Connection connection, Call call, boolean streams, boolean repeated, DocumentBuilder reply)
      throws IOException {
    Manner manner = repeated ? Manner.FURTHER : Manner.FIRST;
    return switch (execute(connection, call, manner, reply)) {
      case HUNG_UP -> Outcome.HUNG_UP;
      case FAILED -> finish(reply);
      case DONE ->
          call.isHello()
              ? awaitTopology(connection, call, streams, repeated, reply)
              : answered(call, streams, reply);
    };
  }

  /**
   * Whether a request is worth being left to the thread that writes for many: somebody is writing,
   * and it is a short write that is answered once and that no test wants to fail.
   */
  boolean mayBeLeft(Call call, OpMsg message) {
    return engine.turns().isTaken()
        && message.header().length() <= MAX_LEFT_BYTES
        && !message.isMoreToCome()
        && !call.request().common().isInTransaction()
        && !engine.failPoints().failCommand().isOn()
        && call.command().isBrief(call.request());
  }

  /** Leaves a task to the thread that writes for many; answers whether it takes it. */
  boolean leave(Runnable task) {
    return engine.turns().leave(task);
  }

  /**
   * Runs a command that was left, on a thread that has other clients to answer.
   *
   * @param reply is empty, and then holds the whole reply
   * @throws MustWait nothing has been done, for it would have to wait
   */
  Outcome runLeft(Connection connection, Call call, DocumentBuilder reply) {
    CommandRun.End end = execute(connection, call, Manner.LEFT, reply);
    return end == CommandRun.End.HUNG_UP ? Outcome.HUNG_UP : finish(reply);
  }

  /** The clock that waits are measured with. */
  Ticker ticker() {
    return engine.ticker();
  }

  /** What has been done since the start. */
  Counters counters() {
    return engine.operations().counters();
  }

  /** Answers a command of the legacy protocol. */
  Outcome run(Connection connection, OpQuery query, DocumentBuilder reply) {
    Call call = parse(query, reply.clearAndShrink());
    boolean hungUp =
        call != null && execute(connection, call, Manner.FIRST, reply) == CommandRun.End.HUNG_UP;
    return hungUp ? Outcome.HUNG_UP : finish(reply);
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
  @Nullable Call parse(OpMsg message, DocumentBuilder reply) {
    try {
      Requests.validate(message);
      return parse(message.body(), Requests.sequences(message));
    } catch (RuntimeException | Error cause) {
      failures.write(reply, cause);
      finish(reply);
      return null;
    }
  }

  private @Nullable Call parse(OpQuery query, DocumentBuilder reply) {
    try {
      Requests.validate(query.query());
      return parse(LegacyCommands.modern(query), List.of());
    } catch (RuntimeException | Error cause) {
      failures.write(reply, cause);
      return null;
    }
  }

  private Call parse(DocumentView body, List<dev.meerkat.spi.command.DocumentSequence> sequences) {
    CommandTable.Entry entry = find(body);
    CommandRequest request =
        entry.command().schema().parse(Requests.database(body), body, sequences);
    if (request.common().apiVersion() == null
        && requiresApiVersion.get().equals(BsonBoolean.TRUE)) {
      throw new ServerException(
          ErrorCode.location(498870),
          "The apiVersion parameter is required, please configure your MongoClient's API version");
    }
    return new Call(entry, request);
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

  /** How often a command is run, and where. */
  private enum Manner {
    /** As it has come, on its client's thread. */
    FIRST,
    /** For a further reply to the same message. */
    FURTHER,
    /** For what has changed in the reply meanwhile: for a fail point it is the same command. */
    RENEWED,
    /** As it has come, on a thread that has other clients to answer. */
    LEFT
  }

  /**
   * Runs a command and writes its reply.
   *
   * @throws MustWait nothing has been done: only where it was left
   */
  private CommandRun.End execute(
      Connection connection, Call call, Manner manner, DocumentBuilder reply) {
    try {
      if (manner == Manner.FIRST && call.isHello()) {
        connection.greet(call.request().body());
      }
      if (engine.options().isReplicaSet()) {
        gossip.hear(call.request().common());
      }
      if (manner == Manner.LEFT) {
        CommandRun.End end = operate(connection, call, manner, reply);
        // What has to be run once more is counted then.
        counters().command(call.name());
        return end;
      }
      counters().command(call.name());
      return operate(connection, call, manner, reply);
    } catch (MustWait e) {
      throw e;
    } catch (RuntimeException | Error cause) {
      failures.write(reply, cause, call, null, 0);
      return CommandRun.End.FAILED;
    }
  }

  private CommandRun.End operate(
      Connection connection, Call call, Manner manner, DocumentBuilder reply) {
    try (Operation operation =
        engine.operations().prepare(connection.facts(), call.name(), call.request())) {
      if (manner == Manner.LEFT) {
        operation.interruption().refuseWaiting();
      } else {
        operation.interruption().client(connection.gone());
      }
      return new CommandRun(engine, operation, call, failures, manner != Manner.RENEWED).run(reply);
    }
  }

  /**
   * Keeps a hello waiting whose client knows the topology as it is. This server's topology never
   * changes, so that the wait ends with the time given, or with the client.
   */
  private Outcome awaitTopology(
      Connection connection, Call call, boolean streams, boolean repeated, DocumentBuilder reply)
      throws IOException {
    DocumentView hello = call.request().body();
    int millis = Handshake.waitMillis(hello);
    Outcome only = finish(reply);
    if (millis == 0) {
      return only;
    }
    if (!repeated && !Handshake.knowsTopology(hello, reply.soFar())) {
      return streams ? Outcome.MORE : only;
    }
    boolean quiet = connection.awaitQuiet(millis);
    // Only the time in it is another one: for a fail point it is the same hello.
    boolean ok = execute(connection, call, Manner.RENEWED, reply.clear()) == CommandRun.End.DONE;
    Outcome last = finish(reply);
    return ok && quiet && streams ? Outcome.MORE : last;
  }

  private Outcome answered(Call call, boolean streams, DocumentBuilder reply) {
    Outcome only = finish(reply);
    return streams && call.name().equals("getMore") && Requests.hasOpenCursor(reply.soFar())
        ? Outcome.MORE
        : only;
  }

  /** Writes what every reply ends with. */
  private Outcome finish(DocumentBuilder reply) {
    if (engine.options().isReplicaSet()) {
      gossip.write(reply);
    }
    return Outcome.ANSWERED;
  }
}
