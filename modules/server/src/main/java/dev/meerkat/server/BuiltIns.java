package dev.meerkat.server;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The providers that stand beside the server itself: in its module layer, on the class path, or in
 * both. Threads: immutable.
 */
final class BuiltIns implements Providers.Source {
  @Override
  public <S> List<S> load(Class<S> service) {
    List<S> found = new ArrayList<>();
    Set<Class<?>> seen = new HashSet<>();
    ModuleLayer layer = BuiltIns.class.getModule().getLayer();
    if (layer != null) {
      collect(ServiceLoader.load(layer, service), found, seen);
    }
    // On a plain class path there is no layer, and provides clauses of modules are ignored there:
    // every provider also stands in META-INF/services.
    if (!isAllInModules(layer)) {
      collect(ServiceLoader.load(service, BuiltIns.class.getClassLoader()), found, seen);
    }
    return found;
  }

  /** Whether there is no class path: to look for META-INF/services opens and reads every jar. */
  @SuppressWarnings("ReferenceEquality") // there is one boot layer
  private static boolean isAllInModules(@Nullable ModuleLayer layer) {
    return layer == ModuleLayer.boot() && System.getProperty("java.class.path", "").isEmpty();
  }

  private static <S> void collect(ServiceLoader<S> loader, List<S> found, Set<Class<?>> seen) {
    loader.stream()
        .filter(provider -> seen.add(provider.type()))
        .forEach(provider -> found.add(provider.get()));
  }
}
