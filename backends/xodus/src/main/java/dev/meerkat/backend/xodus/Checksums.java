package dev.meerkat.backend.xodus;

import dev.meerkat.spi.storage.StorageException;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** CRC32C behind each document and value: Xodus itself would return damaged ones. Threads: none. */
final class Checksums {
  static final int BYTES = Integer.BYTES;

  private Checksums() {}

  /** A copy of the bytes with their checksum behind them. */
  static byte[] append(byte[] array, int offset, int length) {
    byte[] sealed = new byte[length + BYTES];
    System.arraycopy(array, offset, sealed, 0, length);
    return Keys.putInt(sealed, length, of(sealed, length));
  }

  /**
   * Checks bytes made by {@link #append}; answers how many stand before the checksum.
   *
   * @throws StorageException.Corrupt they are not what was written
   */
  static int check(byte[] sealed, int sealedLength) {
    int length = sealedLength - BYTES;
    if (length < 0 || Keys.getInt(sealed, length) != of(sealed, length)) {
      throw new StorageException.Corrupt("a checksum does not match in the Xodus log", null);
    }
    return length;
  }

  /** The bytes alone, in an array of their own length. */
  static byte[] open(byte[] sealed, int sealedLength) {
    return Arrays.copyOf(sealed, check(sealed, sealedLength));
  }

  private static int of(byte[] array, int length) {
    CRC32C crc = new CRC32C();
    crc.update(array, 0, length);
    return (int) crc.getValue();
  }
}
