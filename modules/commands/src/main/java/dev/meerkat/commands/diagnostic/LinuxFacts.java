package dev.meerkat.commands.diagnostic;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.meerkat.spi.DocumentBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What only Linux tells of itself, in its {@code /proc}; what it does not tell is left out.
 * Threads: immutable.
 */
final class LinuxFacts {
  /** The key of the page size in a process's auxiliary vector, as in {@code elf.h}. */
  private static final long PAGE_SIZE_KEY = 6;

  private static final Pattern LIBC_PATH = Pattern.compile("(/\\S*/libc[.-]\\S*)$");
  private static final Pattern LIBC_VERSION = Pattern.compile("release version (\\d+\\.\\d+)");

  private LinuxFacts() {}

  /**
   * Writes what {@code hostInfo} shows as {@code extra}.
   *
   * @param memoryBytes of the machine
   */
  static void write(long memoryBytes, DocumentBuilder reply) {
    String version = text(Path.of("/proc/version")).strip();
    if (version.isEmpty()) {
      return;
    }
    reply.appendString("versionString", version);
    String libc = libcVersion();
    if (libc != null) {
      reply.appendString("libcVersion", libc);
    }
    reply.appendString("kernelVersion", System.getProperty("os.version"));
    for (String line : text(Path.of("/proc/cpuinfo")).lines().toList()) {
      if (line.startsWith("flags") || line.startsWith("Features")) {
        reply.appendString("cpuFeatures", line.substring(line.indexOf(':') + 1).strip());
        break;
      }
    }
    long pageSize = pageSize(bytes(Path.of("/proc/self/auxv")));
    if (pageSize > 0) {
      reply.appendInt64("pageSize", pageSize);
      reply.appendInt64("numPages", memoryBytes / pageSize);
    }
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      reply.appendInt64("maxOpenFiles", unix.getMaxFileDescriptorCount());
    }
  }

  /** The page size that pairs of a key and a value tell, or 0. */
  static long pageSize(byte[] auxiliary) {
    ByteBuffer pairs = ByteBuffer.wrap(auxiliary).order(ByteOrder.nativeOrder());
    while (pairs.remaining() >= 2 * Long.BYTES) {
      long key = pairs.getLong();
      long value = pairs.getLong();
      if (key == PAGE_SIZE_KEY) {
        return value;
      }
    }
    return 0;
  }

  /** The C library carries its version as text; to ask it would need a call of native code. */
  private static @Nullable String libcVersion() {
    for (String line : List.of(text(Path.of("/proc/self/maps")).split("\n"))) {
      Matcher path = LIBC_PATH.matcher(line);
      if (path.find()) {
        Matcher version = LIBC_VERSION.matcher(text(Path.of(path.group(1))));
        return version.find() ? version.group(1) : null;
      }
    }
    return null;
  }

  private static String text(Path file) {
    return new String(bytes(file), StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.isReadable(file) ? Files.readAllBytes(file) : new byte[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
