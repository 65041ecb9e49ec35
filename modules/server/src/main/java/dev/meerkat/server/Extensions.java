package dev.meerkat.server;

import dev.meerkat.query.Language;
import dev.meerkat.spi.Claims;
import dev.meerkat.spi.auth.AuthMechanism;
import dev.meerkat.spi.auth.AuthMechanismProvider;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandProvider;
import dev.meerkat.spi.index.IndexType;
import dev.meerkat.spi.index.IndexTypeProvider;
import dev.meerkat.spi.storage.StorageProvider;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.TreeMap;

/**
 * Everything that providers bring to this server, built in or plugged in, by name. Loaded once at
 * start. Threads: immutable.
 */
record Extensions(
    Language language,
    Map<String, IndexType> indexTypes,
    Claims<Command> commands,
    Map<String, AuthMechanism> mechanisms,
    Claims<StorageProvider> storages) {

  /**
   * Loads what stands beside the server, then each plugin. A plugin that cannot be loaded is logged
   * and left out; the others are not harmed.
   *
   * @param plugins a folder; it need not exist
   * @throws IllegalStateException a plugin claims a name that is taken already: which of the two is
   *     meant, nobody but the user can say
   */
  static Extensions load(Path plugins, ServerLog log) {
    Providers providers = Providers.from(new BuiltIns());
    Extensions extensions = of(providers);
    for (Path entry : Plugin.entries(plugins)) {
      try {
        Providers more = providers.plus(Providers.from(Plugin.open(entry)));
        extensions = of(more);
        providers = more;
      } catch (Claims.ClaimedTwice e) {
        throw new IllegalStateException("the plugin " + entry + ": " + e.getMessage(), e);
      } catch (RuntimeException | AssertionError | LinkageError | ServiceConfigurationError e) {
        // Strangers' code: whatever it throws stays its own trouble.
        log.error(
            LogLine.control(
                7_700_001,
                "Plugin not loaded",
                Map.of("plugin", entry.toString(), "reason", e.toString())));
      }
    }
    return extensions;
  }

  /**
   * @throws Claims.ClaimedTwice a name is claimed twice; the text names both claimants
   */
  static Extensions of(Providers providers) {
    return new Extensions(
        new Language(
            providers.expressions(),
            providers.filters(),
            providers.accumulators(),
            providers.stages(),
            providers.windowFunctions()),
        indexTypes(Claims.of("index type", providers.indexTypes(), IndexTypeProvider::names)),
        Claims.of("command", commands(providers), command -> Set.copyOf(command.schema().names())),
        mechanisms(Claims.of("mechanism", providers.mechanisms(), AuthMechanismProvider::names)),
        Claims.of("storage", providers.storages(), StorageProvider::names));
  }

  private static Map<String, IndexType> indexTypes(Claims<IndexTypeProvider> providers) {
    Map<String, IndexType> types = new HashMap<>();
    for (String name : providers.names()) {
      types.put(name, providers.require(name).type(name));
    }
    return Map.copyOf(types);
  }

  private static Map<String, AuthMechanism> mechanisms(Claims<AuthMechanismProvider> providers) {
    Map<String, AuthMechanism> mechanisms = new TreeMap<>();
    for (String name : providers.names()) {
      mechanisms.put(name, providers.require(name).mechanism(name));
    }
    return Collections.unmodifiableMap(mechanisms);
  }

  private static List<Command> commands(Providers providers) {
    List<Command> commands = new ArrayList<>();
    for (CommandProvider provider : providers.commands()) {
      commands.addAll(provider.commands());
    }
    return commands;
  }
}
