package dev.meerkat.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Options in a YAML file, with mongod's keys: {@code net: {port: 27018}}. Threads: confined.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/configuration-options/">Configuration
 *     file options</a>
 */
final class ConfigFile {
  /** Keys of mongod's that say what is so here anyhow; any other value of them is refused. */
  private static final Map<String, List<String>> AS_IT_IS =
      Map.of(
          "security.authorization", List.of("disabled"),
          "storage.journal.enabled", List.of("true"),
          "processManagement.fork", List.of("false"),
          "systemLog.destination", List.of("file"),
          "systemLog.logAppend", List.of("true"),
          "net.ipv6", List.of("true", "false"));

  private final Path file;
  private final Settings settings;

  private ConfigFile(Path file, Settings settings) {
    this.file = file;
    this.settings = settings;
  }

  /** Adds what the file says to {@code settings}. */
  static void read(Path file, Settings settings) {
    new ConfigFile(file, settings).read();
  }

  private void read() {
    Object root;
    try {
      root = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    } catch (IOException e) {
      throw new UsageException("The config file " + file + " cannot be read: " + e);
    } catch (YamlEngineException e) {
      throw new UsageException("The config file " + file + " is no YAML: " + e.getMessage());
    }
    if (root != null) {
      walk("", root);
    }
  }

  private void walk(String prefix, @Nullable Object node) {
    if (prefix.equals(ServerOption.SET_PARAMETER.key) && node instanceof Map<?, ?> parameters) {
      parameters.forEach(
          (name, value) -> settings.add(ServerOption.SET_PARAMETER, name + "=" + value));
    } else if (node instanceof Map<?, ?> map) {
      map.forEach((name, value) -> walk(prefix.isEmpty() ? "" + name : prefix + "." + name, value));
    } else if (prefix.isEmpty()) {
      throw new UsageException("The config file " + file + " holds no options.");
    } else {
      leaf(prefix, String.valueOf(node));
    }
  }

  private void leaf(String key, String value) {
    String refusal = Refusals.ofKey(key, value);
    if (!refusal.isEmpty()) {
      throw new UsageException("In " + file + ": " + refusal);
    }
    ServerOption option = ServerOption.ofKey(key);
    if (option == null) {
      List<String> accepted = AS_IT_IS.getOrDefault(key, List.of());
      if (!accepted.contains(value)) {
        throw new UsageException("In " + file + ": " + unknown(key, value, accepted));
      }
    } else if (option.isSwitch()) {
      switch (value) {
        case "true" -> settings.add(option, "true");
        case "false" -> {}
        default -> throw new UsageException("In " + file + ": " + key + " must be true or false.");
      }
    } else {
      settings.add(option, value);
    }
  }

  private static String unknown(String key, String value, List<String> accepted) {
    if (!accepted.isEmpty()) {
      return key + ": " + value + " is not supported; it is always " + accepted.getFirst() + ".";
    }
    List<String> keys = new ArrayList<>(AS_IT_IS.keySet());
    Arrays.stream(ServerOption.values()).map(option -> option.key).forEach(keys::add);
    return "unknown option " + key + "." + Spelling.hint(key, keys);
  }
}
