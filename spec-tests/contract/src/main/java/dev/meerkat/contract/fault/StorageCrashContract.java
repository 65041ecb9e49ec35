package dev.meerkat.contract.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.meerkat.contract.FixedTicker;
import dev.meerkat.spi.storage.Snapshot;
import dev.meerkat.spi.storage.Storage;
import dev.meerkat.spi.storage.StorageOptions;
import dev.meerkat.spi.storage.StorageProvider;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed while it commits: what it has acknowledged is there, and nothing is half
 * there. The page cache survives the process, so this holds for buffered commits too; what survives
 * the loss of power it cannot show.
 */
public abstract class StorageCrashContract {
  /** More rounds: {@code -Dmeerkat.crash.rounds=50}. */
  private static final int ROUNDS = Integer.getInteger("meerkat.crash.rounds", 3);

  private static final int MAX_RUN_MILLIS = 600;

  @TempDir Path folder;

  protected abstract StorageProvider provider();

  /** Options for the child's JVM, for example to allow native access. */
  protected List<String> jvmOptions() {
    return List.of();
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void whatWasAcknowledgedSurvivesTheDeathOfTheProcess() throws Exception {
    Random random = new Random(Seed.next(getClass().getSimpleName()));
    Path store = Files.createDirectories(folder.resolve("store"));
    String backend = provider().names().iterator().next();
    long[] done = new long[CrashWork.WRITERS];
    for (int round = 1; round <= ROUNDS; round++) {
      long[] acknowledged = runAndKill(backend, store, done, random.nextInt(MAX_RUN_MILLIS));
      try (Storage storage =
          provider().open(backend, new StorageOptions(store, new FixedTicker()))) {
        check(storage, acknowledged, done);
      }
    }
  }

  /** Fills {@code done} with the steps found; each writer has at most one step unacknowledged. */
  private static void check(Storage storage, long[] acknowledged, long[] done) {
    StorageModel model = new StorageModel();
    CrashWork.setUp().forEach(model::apply);
    try (Snapshot snapshot = storage.openSnapshot()) {
      for (int writer = 0; writer < done.length; writer++) {
        long last = CrashWork.lastStep(storage, snapshot, writer);
        assertTrue(last >= acknowledged[writer], "an acknowledged commit is lost");
        assertTrue(last <= acknowledged[writer] + 1, "a commit that was never made");
        for (long step = 1; step <= last; step++) {
          CrashWork.step(writer, step).forEach(model::apply);
        }
        done[writer] = last;
      }
      model.assertMatches(storage, snapshot);
    }
    assertEquals(List.of(), storage.verify());
  }

  /** Answers the last acknowledged step of each writer. */
  private long[] runAndKill(String backend, Path store, long[] before, int millis)
      throws IOException, InterruptedException {
    Path errors = folder.resolve("errors.txt");
    Process child =
        new ProcessBuilder(command(backend, store)).redirectError(errors.toFile()).start();
    long[] acknowledged = before.clone();
    try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
      String first = lines.readLine();
      assertTrue(first != null, () -> "the child has died: " + text(errors));
      Thread killer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      Thread.sleep(millis);
                    } catch (InterruptedException e) {
                      throw new AssertionError("nobody interrupts a test", e);
                    } finally {
                      // Process.destroyForcibly would close the pipe with acknowledgements in it.
                      boolean _ = child.toHandle().destroyForcibly();
                    }
                  });
      for (String line = first; line != null; line = lines.readLine()) {
        note(line, acknowledged);
      }
      killer.join();
    } finally {
      Process _ = child.destroyForcibly();
      int _ = child.waitFor();
    }
    return acknowledged;
  }

  /** The last line may be cut off; then its commit counts as not acknowledged. */
  private static void note(String line, long[] acknowledged) {
    String[] words = line.split(" ", -1);
    if (words.length == 3 && !words[2].isEmpty()) {
      int writer = Integer.parseInt(words[1]);
      acknowledged[writer] = Math.max(acknowledged[writer], Long.parseLong(words[2]));
    }
  }

  /** The child runs on the class path, where services are found by their files. */
  private List<String> command(String backend, Path store) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
    command.addAll(jvmOptions());
    command.add("-cp");
    command.add(
        System.getProperty("jdk.module.path", "")
            + File.pathSeparator
            + System.getProperty("java.class.path"));
    command.addAll(List.of(CrashingWriter.class.getName(), backend, store.toString()));
    return command;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
