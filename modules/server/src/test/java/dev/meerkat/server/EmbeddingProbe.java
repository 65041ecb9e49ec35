package dev.meerkat.server;

import java.io.IOException;

/** A program that embeds the server, started by {@link EmbeddingTest} from a plain class path. */
final class EmbeddingProbe {
  private EmbeddingProbe() {}

  public static void main(String[] arguments) throws IOException {
    Module module = MeerkatServer.class.getModule();
    try (MeerkatServer server = MeerkatServer.start(MeerkatOptions.inMemory());
        RawClient client = new RawClient(server.port())) {
      client.run("{insert: 'c', documents: [{_id: 1}], $db: 'test'}");
      int found =
          client
              .run("{find: 'c', $db: 'test'}")
              .getDocument("cursor")
              .getArray("firstBatch")
              .size();
      System.out.println(
          (module.isNamed() ? "named module" : "unnamed module") + ", found " + found);
    }
  }
}
