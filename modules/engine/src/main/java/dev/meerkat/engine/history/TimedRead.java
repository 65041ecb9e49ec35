package dev.meerkat.engine.history;

import dev.meerkat.engine.cursor.ReadPoint;
import dev.meerkat.engine.cursor.ReadView;
import dev.meerkat.spi.storage.Storage;
import java.util.function.Supplier;

/**
 * Reading at one time, however many batches it takes. Threads: immutable.
 *
 * @param time bits of a timestamp
 * @param pin keeps what the reader needs; throws where it has been given up
 */
public record TimedRead(History history, Storage storage, long time, Supplier<Pin> pin)
    implements ReadPoint {
  @Override
  public ReadView open() {
    return new ReadView(history.catalogAt(pin.get(), time), history.open(storage, time, null));
  }
}
