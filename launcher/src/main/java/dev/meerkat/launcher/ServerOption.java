package dev.meerkat.launcher;

import org.jspecify.annotations.Nullable;

/**
 * The options of the server, with mongod's names where mongod has them. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/program/mongod/">mongod</a>
 */
enum ServerOption {
  STORAGE("--storage", "NAME", "storage.engine", "Where data is kept: %s. Default: sqlite."),
  DBPATH("--dbpath", "DIR", "storage.dbPath", "Folder of the data. Default: ./meerkat-data."),
  PORT("--port", "PORT", "net.port", "Port to listen at, 0 for any free one. Default: 27017."),
  BIND_IP(
      "--bind_ip",
      "HOSTS",
      "net.bindIp",
      "Addresses to listen at, separated by commas. Default: 127.0.0.1."),
  BIND_IP_ALL("--bind_ip_all", "", "net.bindIpAll", "Listen at all addresses of this machine."),
  REPL_SET(
      "--replSet",
      "NAME",
      "replication.replSetName",
      "Name of the replica set of one that the server presents. Default: rs0."),
  STANDALONE("--standalone", "", "", "Present a standalone server instead of a replica set."),
  OPLOG_SIZE(
      "--oplogSize",
      "MB",
      "replication.oplogSizeMB",
      "Megabytes that a new oplog keeps at most. Default: 256, and 32 in memory."),
  OPLOG_MIN_RETENTION(
      "--oplogMinRetentionHours",
      "HOURS",
      "storage.oplogMinRetentionHours",
      "Keep younger entries of the oplog, however many they are. Default: 0."),
  CACHE_SIZE(
      "--wiredTigerCacheSizeGB",
      "GB",
      "storage.wiredTiger.engineConfig.cacheSizeGB",
      "Memory that the storage may take for pages of its files. Default: 0.25."),
  ADVERTISE(
      "--advertise",
      "HOST:PORT",
      "net.advertise",
      "Address where clients reach this server. Default: the address that each has dialled."),
  CONFIG("--config", "FILE", "", "Read options from a YAML file; the command line wins."),
  SET_PARAMETER(
      "--setParameter", "NAME=VALUE", "setParameter", "Set a server parameter; may be repeated."),
  QUIET("--quiet", "", "systemLog.quiet", "Log warnings and errors only."),
  LOGPATH(
      "--logpath", "FILE", "systemLog.path", "Append the log to a file instead of printing it."),
  MAX_CONNS(
      "--maxConns",
      "N",
      "net.maxIncomingConnections",
      "Clients at the same time. Default: 1000000."),
  PLUGINS("--plugins", "DIR", "plugins", "Folder of plugins. Default: ./plugins.");

  final String flag;

  /** What stands for the value in the help text, or empty for a switch. */
  final String label;

  /** The key in the config file, or empty where there is none. */
  final String key;

  final String help;

  ServerOption(String flag, String label, String key, String help) {
    this.flag = flag;
    this.label = label;
    this.key = key;
    this.help = help;
  }

  boolean isSwitch() {
    return label.isEmpty();
  }

  /** The option of a config file's key, or null. */
  static @Nullable ServerOption ofKey(String key) {
    for (ServerOption option : values()) {
      if (!option.key.isEmpty() && option.key.equals(key)) {
        return option;
      }
    }
    return null;
  }
}
