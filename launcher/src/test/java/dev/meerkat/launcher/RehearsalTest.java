package dev.meerkat.launcher;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is played to the virtual machine is played to its end: a refused command would throw. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class RehearsalTest {
  @TempDir Path folder;

  @Test
  void everyCommandIsCarriedOut() throws IOException {
    Path data = folder.resolve("data");
    Rehearsal.main(new String[] {data.toString()});
    assertTrue(Files.isDirectory(data), "a server has been on the folder");
  }
}
