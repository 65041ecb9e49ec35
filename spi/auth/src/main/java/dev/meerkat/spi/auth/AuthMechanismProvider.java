package dev.meerkat.spi.auth;

import java.util.Set;

/** Brings mechanisms; found by {@link java.util.ServiceLoader}. Threads: immutable. */
public interface AuthMechanismProvider {
  /** Wire names, such as {@code SCRAM-SHA-256}. A name claimed twice is refused at start. */
  Set<String> names();

  AuthMechanism mechanism(String name);
}
