package dev.meerkat.server;

import dev.meerkat.engine.Engine;
import dev.meerkat.engine.StorageErrors;
import dev.meerkat.engine.TopologyVersion;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes replies of what commands throw: the caller's fault as it is, the store's as MongoDB says
 * it, our own under the number of an incident. Threads: safe; no state.
 */
final class Failures {
  private final Engine engine;
  private final Incidents incidents;

  Failures(Engine engine, Incidents incidents) {
    this.engine = engine;
    this.incidents = incidents;
  }

  /** Replies to a request that could not be understood, so that it has no labels. */
  void write(DocumentBuilder reply, Throwable cause) {
    ErrorReply.write(reply.clear(), reported("parse", cause));
  }

  /**
   * Replies to a command that has failed.
   *
   * @param labels what a test wants in place of all labels, or null
   * @param writeConcernCode what the write concern has failed with besides, or 0
   */
  void write(
      DocumentBuilder reply,
      Throwable cause,
      Call call,
      @Nullable List<String> labels,
      int writeConcernCode) {
    ServerException failure = reported(call.name(), cause);
    ErrorReply.write(reply.clear(), failure);
    int code = failure.code().number();
    ErrorReply.writeLabels(
        reply, labels == null ? labels(failure, call, writeConcernCode) : labels);
    if (ErrorLabels.isNotPrimary(code) && engine.options().isReplicaSet()) {
      TopologyVersion.write(engine, reply);
    }
  }

  private static List<String> labels(ServerException failure, Call call, int writeConcernCode) {
    List<String> labels = new ArrayList<>(failure.labels());
    for (String label :
        ErrorLabels.of(
            failure.code().number(), writeConcernCode, call.name(), call.request().common())) {
      if (!labels.contains(label)) {
        labels.add(label);
      }
    }
    return labels;
  }

  private ServerException reported(String command, Throwable cause) {
    ServerException known = known(cause);
    engine.operations().counters().failed(known != null);
    return known == null ? incidents.report(command, cause) : known;
  }

  /** The caller's fault as it is, the store's as MongoDB says it, and null for our own. */
  static @Nullable ServerException known(Throwable cause) {
    return switch (cause) {
      case ServerException failure -> failure;
      case StorageException failure -> StorageErrors.translate(failure);
      default -> null;
    };
  }
}
