package dev.meerkat.spectests.conformance;

import java.util.Locale;

/** As what a server shows itself to clients. Threads: immutable. */
enum Persona {
  REPLICA_SET("a replica set of one"),
  STANDALONE("a standalone server");

  private final String text;

  Persona(String text) {
    this.text = text;
  }

  /** As committed files name it. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** As people read it. */
  String text() {
    return text;
  }
}
