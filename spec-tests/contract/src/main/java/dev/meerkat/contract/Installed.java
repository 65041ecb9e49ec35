package dev.meerkat.contract;

import java.util.List;
import java.util.ServiceLoader;

/**
 * The providers that a test finds installed, for tests of modules that are handed their providers
 * and so do not look for them themselves. Threads: immutable.
 */
public final class Installed {
  private Installed() {}

  /** All providers of a service, in no order. */
  public static <T> List<T> all(Class<T> service) {
    return ServiceLoader.load(service).stream().map(ServiceLoader.Provider::get).toList();
  }
}
