package dev.meerkat.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One entry of the plugins folder, a folder of jars or a single jar, in a module layer of its own:
 * two plugins may bring different versions of the same library. Threads: immutable.
 */
final class Plugin implements Providers.Source {
  private final ModuleLayer layer;

  private Plugin(ModuleLayer layer) {
    this.layer = layer;
  }

  /** The entries of the plugins folder, sorted; none where there is no such folder. */
  static List<Path> entries(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> Files.isDirectory(entry) || entry.toString().endsWith(".jar"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the plugins folder " + folder + " cannot be read", e);
    }
  }

  /**
   * Opens a layer over an entry.
   *
   * @throws IllegalStateException it ships a module that the server has, or the server itself does
   *     not run as modules
   * @throws RuntimeException its modules do not resolve
   */
  static Plugin open(Path entry) {
    ModuleLayer parent = Plugin.class.getModule().getLayer();
    if (parent == null) {
      throw new IllegalStateException(
          "plugins are modules: the server must run from the module path, not the class path");
    }
    ModuleFinder finder = ModuleFinder.of(entry);
    Set<String> names =
        finder.findAll().stream()
            .map(reference -> reference.descriptor().name())
            .collect(Collectors.toSet());
    refuseClashes(finder, parent);
    Configuration configuration =
        parent.configuration().resolveAndBind(ModuleFinder.of(), finder, names);
    return new Plugin(
        parent.defineModulesWithOneLoader(configuration, Plugin.class.getClassLoader()));
  }

  /** What this layer brings; what its parents bring is visible from here, too, but not its own. */
  @Override
  public <S> List<S> load(Class<S> service) {
    return ServiceLoader.load(layer, service).stream()
        .filter(provider -> provider.type().getModule().getLayer() == layer)
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  private static void refuseClashes(ModuleFinder finder, ModuleLayer parent) {
    for (ModuleReference reference : finder.findAll()) {
      String name = reference.descriptor().name();
      if (parent.findModule(name).isPresent()) {
        throw new IllegalStateException(
            "it ships the module " + name + ", which the server brings: leave it out");
      }
    }
  }
}
