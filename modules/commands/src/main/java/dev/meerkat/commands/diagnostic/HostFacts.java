package dev.meerkat.commands.diagnostic;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the machine is. Where the system does not tell about cores, each processor counts as one.
 * Threads: immutable.
 *
 * @param processors what the process may use
 * @param cores physical ones
 */
record HostFacts(
    String name, long memoryBytes, int processors, int cores, int sockets, int numaNodes) {

  static HostFacts read() {
    int processors = Runtime.getRuntime().availableProcessors();
    Set<String> sockets = new HashSet<>();
    Set<String> cores = new HashSet<>();
    String socket = "0";
    for (String line : lines(Path.of("/proc/cpuinfo"))) {
      int colon = line.indexOf(':');
      String value = colon < 0 ? "" : line.substring(colon + 1).trim();
      if (line.startsWith("physical id")) {
        socket = value;
        sockets.add(socket);
      } else if (line.startsWith("core id")) {
        cores.add(socket + "/" + value);
      }
    }
    return new HostFacts(
        hostName(),
        memory(),
        processors,
        cores.isEmpty() ? processors : cores.size(),
        Math.max(1, sockets.size()),
        numaNodes(Path.of("/sys/devices/system/node")));
  }

  static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private static long memory() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.isReadable(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int numaNodes(Path folder) {
    if (!Files.isDirectory(folder)) {
      return 1;
    }
    int nodes = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "node[0-9]*")) {
      for (Path entry : entries) {
        nodes += Files.isDirectory(entry) ? 1 : 0;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Math.max(1, nodes);
  }
}
