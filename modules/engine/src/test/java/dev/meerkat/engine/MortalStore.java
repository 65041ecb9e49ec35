package dev.meerkat.engine;

import dev.meerkat.contract.Installed;
import dev.meerkat.spi.Ticker;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageBehavior;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.StorageProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A backend's store whose process may die: the next one finds the files as they are at that moment.
 * A store in memory outlives its engine instead. Threads: confined to one test.
 */
public final class MortalStore implements AutoCloseable {
  private final String backend;
  private final Path root;
  private final Ticker ticker;
  private int generation;
  private Storage storage;

  /**
   * @param root an empty folder
   */
  public MortalStore(String backend, Path root, Ticker ticker) {
    this.backend = backend;
    this.root = root;
    this.ticker = ticker;
    this.storage = open();
  }

  /** The store for an engine, which closes it unless it lives in memory. */
  public Storage storage() {
    return survives() ? storage : KeptStorage.of(storage);
  }

  private boolean survives() {
    return !storage.lacks().contains(StorageBehavior.REOPENS);
  }

  /**
   * Leaves an engine where it is, and begins another one on what it has written.
   *
   * @param next opens it, on {@link #storage}
   */
  public Engine crash(Engine dead, Supplier<Engine> next) {
    if (survives()) {
      Path from = folder();
      generation++;
      copy(from, folder());
      storage = open();
    }
    Engine born = next.get();
    dead.close();
    return born;
  }

  private Path folder() {
    return root.resolve(backend + "-" + generation);
  }

  private Storage open() {
    StorageProvider provider =
        Installed.all(StorageProvider.class).stream()
            .filter(each -> each.names().contains(backend))
            .findFirst()
            .orElseThrow();
    try {
      Path folder = Files.createDirectories(folder());
      return provider.open(backend, new StorageOptions(folder, ticker));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.list(from)) {
      List<Path> all = files.toList();
      Files.createDirectories(to);
      for (Path file : all) {
        if (!isVolatile(file)) {
          Files.copy(file, to.resolve(file.getFileName()));
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

  @Override
  public void close() {
    if (!survives()) {
      storage.close();
    }
  }
}
