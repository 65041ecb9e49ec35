package com.example.meerkat;

import dev.meerkat.spi.auth.AuthMechanism;
import dev.meerkat.spi.auth.AuthMechanismProvider;
import java.util.Set;

/** Brings {@code EXAMPLE-PASSPHRASE}. Threads: immutable. */
public final class ExampleMechanisms implements AuthMechanismProvider {
  @Override
  public Set<String> names() {
    return Set.of(PassphraseMechanism.NAME);
  }

  @Override
  public AuthMechanism mechanism(String name) {
    return new PassphraseMechanism();
  }
}
