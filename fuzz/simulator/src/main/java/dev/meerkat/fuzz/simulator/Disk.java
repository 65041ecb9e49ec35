package dev.meerkat.fuzz.simulator;

import dev.meerkat.spi.Seeds;
import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageBehavior;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.StorageProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a node's data lives, and how it comes through the death of its process. Threads: confined
 * to one thread.
 */
final class Disk implements AutoCloseable {
  private final String backend;
  private final Path root;
  private final Trouble trouble;
  private final Ticker ticker;
  private final Seeds seeds;
  private int generation;
  private Node node;
  private boolean durable;

  Disk(String backend, Path root, Trouble trouble, Ticker ticker, Seeds seeds) {
    this.backend = backend;
    this.root = root;
    this.trouble = trouble;
    this.ticker = ticker;
    this.seeds = seeds;
    this.node = open();
  }

  /** Whether data outlives the process. */
  boolean isDurable() {
    return durable;
  }

  Node node() {
    return node;
  }

  /** Ends the process in order and begins a new one. */
  void restart() {
    node.close();
    node = open();
  }

  /** The process dies: what it has written goes on living, and nothing is closed. */
  void crash() {
    Node dead = node;
    Path folder = folder();
    generation++;
    if (durable) {
      copy(folder, folder());
    }
    node = open();
    dead.close();
    delete(folder);
  }

  private Path folder() {
    return root.resolve(backend + "-" + generation);
  }

  private Node open() {
    StorageProvider provider =
        Node.all(StorageProvider.class).stream()
            .filter(each -> each.names().contains(backend))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no such backend: " + backend));
    try {
      Files.createDirectories(folder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Storage storage = provider.open(backend, new StorageOptions(folder(), ticker));
    durable = !storage.lacks().contains(StorageBehavior.REOPENS);
    return new Node(backend, folder(), trouble.wrap(storage), ticker, seeds);
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else if (!isVolatile(file)) {
          Files.copy(file, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What lives in memory that processes share, and the marks of a living one. */
  private static boolean isVolatile(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith("-shm") || name.endsWith(".lck");
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    node.close();
    delete(root);
  }
}
