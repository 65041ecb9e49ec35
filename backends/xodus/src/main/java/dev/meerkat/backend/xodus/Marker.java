package dev.meerkat.backend.xodus;

import dev.meerkat.spi.storage.StorageException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/**
 * The small file beside Xodus's log that says which format the log has and how much of it was once
 * synced. Xodus takes a damaged end of its log for a torn write and goes back to an older state;
 * with this it cannot go back behind what was durable. Threads: immutable.
 *
 * @param format the layout of keys and values, {@link #FORMAT}
 * @param durableEnd the address in the log up to which everything was synced
 */
record Marker(int format, long durableEnd) {
  static final int FORMAT = 1;

  private static final String NAME = "meerkat-xodus.properties";

  /**
   * Reads a folder's marker; a folder without log files gets a new one.
   *
   * @throws StorageException.Corrupt there is a log, but no marker, or it is unreadable
   * @throws StorageException.Unsupported an unknown format
   */
  static Marker read(Path folder) {
    Path file = folder.resolve(NAME);
    boolean hasLog = !LogFiles.list(folder).isEmpty();
    if (!Files.exists(file)) {
      if (hasLog) {
        throw new StorageException.Corrupt(folder + " holds a log that is not ours", null);
      }
      Marker fresh = new Marker(FORMAT, 0);
      fresh.write(folder);
      return fresh;
    }
    Marker marker = parse(file);
    if (marker.format != FORMAT) {
      throw new StorageException.Unsupported(
          "storage format " + marker.format + " is not known here, only " + FORMAT);
    }
    if (!hasLog && marker.durableEnd > 0) {
      throw new StorageException.Corrupt("the log files are missing from " + folder, null);
    }
    return marker;
  }

  private static Marker parse(Path file) {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
      return new Marker(
          Integer.parseInt(properties.getProperty("format", "")),
          Long.parseLong(properties.getProperty("durableEnd", "")));
    } catch (NumberFormatException e) {
      throw new StorageException.Corrupt(file + " is damaged", e);
    } catch (IOException e) {
      throw new StorageException.Failed("cannot read " + file, e);
    }
  }

  /** Writes the marker so that a loss of power leaves the old one or this one, whole. */
  void write(Path folder) {
    String text = "format=" + format + "\ndurableEnd=" + durableEnd + "\n";
    Path file = folder.resolve(NAME);
    Path fresh = folder.resolve(NAME + ".new");
    try {
      Files.deleteIfExists(fresh);
      // Not a channel: an interrupt would close it before the sync.
      try (FileOutputStream output = new FileOutputStream(fresh.toFile())) {
        output.write(text.getBytes(StandardCharsets.US_ASCII));
        output.getFD().sync();
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new StorageException.Failed("cannot write " + file, e);
    }
    LogFiles.syncFolder(folder);
  }
}
