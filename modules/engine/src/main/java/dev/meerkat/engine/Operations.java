package dev.meerkat.engine;

import dev.meerkat.engine.session.Session;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommonFields;
import dev.meerkat.spi.command.ReadConcern;
import dev.meerkat.spi.command.SessionId;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Where operations begin, and those at work, for {@code currentOp} and {@code killOp}. Threads:
 * safe.
 */
public final class Operations {
  private final Engine engine;
  private final Set<Operation> active = ConcurrentHashMap.newKeySet();
  private final Counters counters = new Counters();
  private final AtomicInteger lastOpid = new AtomicInteger();
  private volatile boolean closed;

  Operations(Engine engine) {
    this.engine = engine;
  }

  /**
   * Begins an operation for one command; it must be closed. It has yet to be {@linkplain
   * Operation#start() started}.
   *
   * @param command the command's name
   * @throws ServerException what a transaction may not ask for
   */
  public Operation prepare(ConnectionFacts connection, String command, CommandRequest request) {
    ReadConcern given = request.common().readConcern();
    return prepare(
        connection,
        request.database(),
        request.namespace(),
        command,
        request.body(),
        request.common(),
        request.command().takesReadConcern() ? engine.concernDefaults().readConcern(given) : given);
  }

  private Operation prepare(
      ConnectionFacts connection,
      String database,
      Namespace namespace,
      String command,
      DocumentView body,
      CommonFields common,
      ReadConcern readConcern) {
    if (common.isInTransaction()) {
      TransactionRules.check(database, command, common, engine.options());
    }
    if (!engine.options().isReplicaSet()) {
      StandaloneRules.check(common.writeConcern());
    }
    SessionId lsid = common.session();
    Session session = lsid == null ? null : connection.login().session(engine.sessions(), lsid);
    Operation operation;
    // Numbers have 32 bits, as clients send them back: they come round, past those still in use.
    do {
      operation =
          new Operation(
              engine,
              lastOpid.incrementAndGet(),
              connection,
              database,
              namespace,
              command,
              body,
              common,
              readConcern,
              session);
    } while (!active.add(operation));
    if (closed) {
      operation.interruption().kill(ErrorCode.INTERRUPTED_AT_SHUTDOWN, "interrupted at shutdown");
    }
    if (session != null) {
      session.enter(operation.startMillis());
    }
    return operation;
  }

  /** Begins and starts an operation for one command; it must be closed. */
  public Operation begin(ConnectionFacts connection, String command, CommandRequest request) {
    return started(prepare(connection, command, request));
  }

  Operation begin(
      ConnectionFacts connection,
      String database,
      String command,
      DocumentView body,
      CommonFields common,
      ReadConcern readConcern) {
    Namespace namespace = new Namespace(database, "");
    return started(prepare(connection, database, namespace, command, body, common, readConcern));
  }

  private static Operation started(Operation operation) {
    try {
      operation.start();
      return operation;
    } catch (RuntimeException e) {
      operation.close();
      throw e;
    }
  }

  /** Begins work of the server's own. */
  public Operation beginInternal(String database, String command) {
    return begin(
        ConnectionFacts.INTERNAL,
        database,
        command,
        DocumentView.EMPTY,
        InternalFields.COMMON,
        ReadConcern.NONE);
  }

  /** All operations at work, in no order. */
  public Collection<Operation> active() {
    return active;
  }

  /** What has been done since the start. */
  public Counters counters() {
    return counters;
  }

  /** Ends all operations of a session at their next check, save one. */
  public void kill(Session session, @Nullable Operation except) {
    for (Operation operation : active) {
      if (operation.session() == session && !operation.equals(except)) {
        operation.interruption().kill(ErrorCode.INTERRUPTED, "operation was interrupted");
      }
    }
  }

  /** Ends an operation at its next check; one that is not there is no error. */
  public void kill(int opid) {
    for (Operation operation : active) {
      if (operation.opid() == opid) {
        operation.interruption().kill(ErrorCode.INTERRUPTED, "operation was interrupted");
      }
    }
  }

  void end(Operation operation) {
    active.remove(operation);
  }

  /** Ends all operations, and those that begin from now on. */
  public void close() {
    closed = true;
    for (Operation operation : active) {
      operation.interruption().kill(ErrorCode.INTERRUPTED_AT_SHUTDOWN, "interrupted at shutdown");
    }
  }
}
