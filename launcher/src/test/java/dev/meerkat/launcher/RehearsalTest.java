package dev.meerkat.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is played to the virtual machine is played to its end: a refused command would throw. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class RehearsalTest {
  @TempDir Path folder;

  @Test
  void everyCommandIsCarriedOutAndTheLibraryKept() throws IOException {
    Path data = folder.resolve("data");
    Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
    Path kept = folder.resolve("kept");
    Files.writeString(unpacked.resolve("sqlite-3.1-aa-bb-libsqlitejdbc.so"), "code");
    Files.writeString(unpacked.resolve("sqlite-3.1-aa-bb-libsqlitejdbc.so.lck"), "");
    Rehearsal.main(new String[] {data.toString(), unpacked.toString(), kept.toString()});
    assertTrue(Files.isDirectory(data), "a server has been on the folder");
    assertEquals("code", Files.readString(kept.resolve("libsqlitejdbc.so")));
    try (Stream<Path> files = Files.list(kept)) {
      assertEquals(1, files.count());
    }
  }
}
