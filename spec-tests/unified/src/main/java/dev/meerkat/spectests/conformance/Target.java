package dev.meerkat.spectests.conformance;

import dev.meerkat.server.MeerkatOptions;
import dev.meerkat.server.MeerkatServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A server of this project's that the tests run against. Threads: immutable.
 *
 * @param backend the name of the storage backend
 */
record Target(String backend, Persona persona) {
  private static final List<String> BACKENDS = List.of("memory", "sqlite", "xodus");

  /** Every backend in every persona. */
  static List<Target> all() {
    List<Target> targets = new ArrayList<>();
    for (Persona persona : Persona.values()) {
      for (String backend : BACKENDS) {
        targets.add(new Target(backend, persona));
      }
    }
    return targets;
  }

  /** What results do not depend on the backend for. */
  static List<Target> ofOneBackend() {
    return all().stream().filter(target -> target.backend().equals(BACKENDS.getFirst())).toList();
  }

  String name() {
    return backend + "-" + persona.id();
  }

  /**
   * @param folder where the data lives
   */
  MeerkatServer start(Path folder) {
    MeerkatOptions.Builder options =
        MeerkatOptions.builder()
            .storage(backend)
            .folder(folder.resolve(name()))
            .parameter("enableTestCommands", "1");
    return MeerkatServer.start(
        switch (persona) {
          case REPLICA_SET -> options.build();
          case STANDALONE -> options.standalone().build();
        });
  }

  /** The driver finds a replica set by its name, as applications do. */
  String connectionString(MeerkatServer server) {
    String address = "mongodb://127.0.0.1:" + server.port() + "/";
    return switch (persona) {
      case REPLICA_SET -> address + "?replicaSet=" + MeerkatOptions.STANDARD_REPLICA_SET;
      case STANDALONE -> address;
    };
  }
}
