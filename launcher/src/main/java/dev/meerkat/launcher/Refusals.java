package dev.meerkat.launcher;

import java.util.Map;

/**
 * Options of mongod that a user must not believe in force: they are refused by name until they
 * exist. Threads: immutable.
 */
final class Refusals {
  private static final Map<String, String> KEYS =
      Map.of(
          "security.keyFile", "--keyFile",
          "security.authorization", "--auth",
          "security.clusterAuthMode", "--clusterAuthMode",
          "security.enableEncryption", "--enableEncryption",
          "auditLog.destination", "--auditDestination");

  private Refusals() {}

  /** Why an option of the command line is refused, or empty. */
  static String ofFlag(String flag) {
    String name = flag.indexOf('=') < 0 ? flag : flag.substring(0, flag.indexOf('='));
    if (name.startsWith("--tls") || name.startsWith("--ssl")) {
      return name + " is not supported yet: this server cannot encrypt its connections.";
    }
    return switch (name) {
      case "--auth", "--keyFile", "--clusterAuthMode" ->
          name + " is not supported yet: this server does not ask who its clients are.";
      case "--enableEncryption" ->
          name + " is not supported: this server does not encrypt its files.";
      case "--auditDestination" -> name + " is not supported: this server keeps no audit log.";
      default -> "";
    };
  }

  /** Why a key of the config file is refused, or empty. */
  static String ofKey(String key, String value) {
    if (key.equals("security.authorization") && value.equals("disabled")) {
      return "";
    }
    if (key.startsWith("net.tls.") || key.startsWith("net.ssl.")) {
      return ofFlag("--tls").replace("--tls", key);
    }
    String flag = KEYS.get(key);
    return flag == null ? "" : ofFlag(flag).replace(flag, key);
  }
}
