package dev.meerkat.launcher;

import dev.meerkat.server.MeerkatOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Options as their words, from the command line or the config file. Threads: confined. */
final class Settings {
  private final Map<ServerOption, List<String>> values = new EnumMap<>(ServerOption.class);

  void add(ServerOption option, String value) {
    values.computeIfAbsent(option, _ -> new ArrayList<>()).add(value);
  }

  /** The last word said of an option, or null. */
  @Nullable String last(ServerOption option) {
    List<String> words = values.get(option);
    return words == null ? null : words.getLast();
  }

  boolean has(ServerOption option) {
    return values.containsKey(option);
  }

  /** These settings, and those where these say nothing. Parameters of both count. */
  Settings orElse(Settings others) {
    Settings merged = new Settings();
    merged.values.putAll(others.values);
    merged.values.putAll(values);
    List<String> parameters = new ArrayList<>(others.all(ServerOption.SET_PARAMETER));
    parameters.addAll(all(ServerOption.SET_PARAMETER));
    if (!parameters.isEmpty()) {
      merged.values.put(ServerOption.SET_PARAMETER, parameters);
    }
    return merged;
  }

  /**
   * @param arguments the command line's words
   * @throws UsageException a value cannot be followed
   */
  MeerkatOptions toOptions(
      List<String> arguments,
      System.Logger logger,
      Runnable logRotation,
      IntConsumer logVerbosity) {
    MeerkatOptions.Builder options =
        MeerkatOptions.builder()
            .storage(or(ServerOption.STORAGE, "sqlite"))
            .folder(Path.of(or(ServerOption.DBPATH, "meerkat-data")))
            .addresses(addresses())
            .port(number(ServerOption.PORT, MeerkatOptions.STANDARD_PORT))
            .replicaSet(replicaSet())
            .oplogMegabytes(number(ServerOption.OPLOG_SIZE, 0))
            .oplogMinRetentionHours(decimal(ServerOption.OPLOG_MIN_RETENTION))
            .cacheSizeGigabytes(decimal(ServerOption.CACHE_SIZE))
            .advertise(or(ServerOption.ADVERTISE, ""))
            .maxConnections(number(ServerOption.MAX_CONNS, MeerkatOptions.STANDARD_MAX_CONNECTIONS))
            .plugins(Path.of(or(ServerOption.PLUGINS, "plugins")))
            .quiet(has(ServerOption.QUIET))
            .arguments(arguments)
            .logger(logger)
            .logRotation(logRotation)
            .logVerbosity(logVerbosity);
    for (String parameter : all(ServerOption.SET_PARAMETER)) {
      int equals = parameter.indexOf('=');
      if (equals <= 0) {
        throw new UsageException("--setParameter takes NAME=VALUE, not " + parameter + ".");
      }
      options.parameter(parameter.substring(0, equals), parameter.substring(equals + 1));
    }
    try {
      return options.build();
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()) + ".");
    }
  }

  private List<String> all(ServerOption option) {
    return values.getOrDefault(option, List.of());
  }

  private String or(ServerOption option, String otherwise) {
    String value = last(option);
    return value == null ? otherwise : value;
  }

  private List<String> addresses() {
    if (has(ServerOption.BIND_IP_ALL)) {
      return List.of("0.0.0.0");
    }
    return Arrays.stream(or(ServerOption.BIND_IP, "127.0.0.1").split(","))
        .map(String::strip)
        .filter(address -> !address.isEmpty())
        .toList();
  }

  private String replicaSet() {
    if (!has(ServerOption.STANDALONE)) {
      return or(ServerOption.REPL_SET, MeerkatOptions.STANDARD_REPLICA_SET);
    }
    if (has(ServerOption.REPL_SET)) {
      throw new UsageException("--standalone and --replSet exclude each other.");
    }
    return "";
  }

  private double decimal(ServerOption option) {
    String value = last(option);
    try {
      return value == null ? 0 : Double.parseDouble(value);
    } catch (NumberFormatException e) {
      throw new UsageException(option.flag + " takes a number, not " + value + ".");
    }
  }

  private int number(ServerOption option, int otherwise) {
    String value = last(option);
    try {
      return value == null ? otherwise : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new UsageException(option.flag + " takes a number, not " + value + ".");
    }
  }
}
