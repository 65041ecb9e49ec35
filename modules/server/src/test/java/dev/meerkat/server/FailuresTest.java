package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.StorageException;
import org.junit.jupiter.api.Test;

final class FailuresTest {
  @Test
  void failuresOfTheStoreInReadsAreTheWorldsFaultNotOurs() {
    assertEquals(
        ErrorCode.DATA_CORRUPTION_DETECTED,
        Failures.known(new StorageException.Corrupt("damaged", null)).code());
    assertEquals(
        ErrorCode.OUT_OF_DISK_SPACE,
        Failures.known(new StorageException.OutOfSpace("full", null)).code());
    assertEquals(
        ErrorCode.INTERRUPTED_AT_SHUTDOWN, Failures.known(new StorageException.Closed()).code());
  }

  @Test
  void theCallersFaultStaysAsItIsAndOursIsNotKnown() {
    ServerException callers = new ServerException(ErrorCode.BAD_VALUE, "no");
    assertSame(callers, Failures.known(callers));
    assertNull(Failures.known(new IllegalStateException("ours")));
  }
}
