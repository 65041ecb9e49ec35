package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.storage.StorageException;
import org.junit.jupiter.api.Test;

final class DispatcherTest {
  @Test
  void failuresOfTheStoreInReadsAreTheWorldsFaultNotOurs() {
    assertEquals(
        ErrorCode.DATA_CORRUPTION_DETECTED,
        Dispatcher.known(new StorageException.Corrupt("damaged", null)).code());
    assertEquals(
        ErrorCode.OUT_OF_DISK_SPACE,
        Dispatcher.known(new StorageException.OutOfSpace("full", null)).code());
    assertEquals(
        ErrorCode.INTERRUPTED_AT_SHUTDOWN, Dispatcher.known(new StorageException.Closed()).code());
  }

  @Test
  void theCallersFaultStaysAsItIsAndOursGoesOn() {
    ServerException callers = new ServerException(ErrorCode.BAD_VALUE, "no");
    assertSame(callers, Dispatcher.known(callers));
    assertThrows(
        IllegalStateException.class, () -> Dispatcher.known(new IllegalStateException("ours")));
  }
}
