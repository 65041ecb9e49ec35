package dev.meerkat.engine;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import org.junit.jupiter.api.Test;

/** When an operation notices that it is to end. */
final class InterruptionTest {
  private final EngineFixture.ManualTicker ticker = new EngineFixture.ManualTicker();

  /** Between two checks may lie much work: none may be lost on a clock that is not looked at. */
  @Test
  void theFirstCheckAfterTheTimeIsUpEndsTheOperation() {
    Interruption interruption = new Interruption(ticker, ticker.nanos(), 10);
    ticker.advance(9);
    assertDoesNotThrow(interruption::check);
    ticker.advance(1);
    assertEquals(
        ErrorCode.MAX_TIME_MS_EXPIRED,
        assertThrows(ServerException.class, interruption::check).code());
  }

  @Test
  void theFirstReasonToEndIsTold() {
    Interruption interruption = new Interruption(ticker, ticker.nanos(), 0);
    ticker.advance(1_000_000_000);
    assertDoesNotThrow(interruption::check);
    interruption.kill(ErrorCode.INTERRUPTED, "first");
    interruption.kill(ErrorCode.BAD_VALUE, "second");
    assertEquals(
        ErrorCode.INTERRUPTED, assertThrows(ServerException.class, interruption::check).code());
  }
}
