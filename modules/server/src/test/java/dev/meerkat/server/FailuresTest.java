package dev.meerkat.server;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.StorageException;
import org.junit.jupiter.api.Test;

final class FailuresTest {
  private static ErrorCode codeOf(StorageException failure) {
    return requireNonNull(Failures.known(failure)).code();
  }

  @Test
  void failuresOfTheStoreInReadsAreTheWorldsFaultNotOurs() {
    assertEquals(
        ErrorCode.DATA_CORRUPTION_DETECTED, codeOf(new StorageException.Corrupt("damaged", null)));
    assertEquals(
        ErrorCode.OUT_OF_DISK_SPACE, codeOf(new StorageException.OutOfSpace("full", null)));
    assertEquals(ErrorCode.INTERRUPTED_AT_SHUTDOWN, codeOf(new StorageException.Closed()));
  }

  @Test
  void theCallersFaultStaysAsItIsAndOursIsNotKnown() {
    ServerException callers = new ServerException(ErrorCode.BAD_VALUE, "no");
    assertSame(callers, Failures.known(callers));
    assertNull(Failures.known(new IllegalStateException("ours")));
  }
}
