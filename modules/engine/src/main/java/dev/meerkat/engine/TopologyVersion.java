package dev.meerkat.engine;

import dev.meerkat.spi.DocumentBuilder;

/**
 * Which of its states the topology is in, as hello and errors of a primary say it. The topology of
 * one node never changes while the server runs, so that the counter does not move. Threads:
 * immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/command/hello/">hello</a>
 */
public final class TopologyVersion {
  /** What a mongod counts up to while a set of one is begun and elects itself. */
  private static final long COUNTER_OF_A_SET = 6;

  private TopologyVersion() {}

  /** Writes the field {@code topologyVersion}. */
  public static void write(Engine engine, DocumentBuilder reply) {
    reply.beginDocument("topologyVersion");
    reply.appendObjectId("processId", engine.server().processId());
    long counter =
        engine.options().isReplicaSet() ? COUNTER_OF_A_SET + engine.leadership().changes() : 0;
    reply.appendInt64("counter", counter).end();
  }
}
