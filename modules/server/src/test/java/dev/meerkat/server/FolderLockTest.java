package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderLockTest {
  @Test
  void aSecondServerIsRefusedUntilTheFirstHasEnded(@TempDir Path folder) {
    Path data = folder.resolve("new").resolve("folder");
    FolderLock first = FolderLock.take(data);
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> FolderLock.take(data));
    assertTrue(
        String.valueOf(refused.getMessage()).contains("in use by another server"),
        refused.getMessage());
    first.close();
    FolderLock.take(data).close();
    assertTrue(Files.exists(data.resolve("meerkat.lock")));
  }

  @Test
  void aFileInPlaceOfTheFolderIsRefused(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThrows(IllegalStateException.class, () -> FolderLock.take(file));
  }
}
