package dev.meerkat.wire;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The compression of gzip and PNG, which every client can do. Threads: safe; no state. */
final class ZlibCompressor implements Compressor {
  static final int ID = 2;
  static final String NAME = "zlib";
  static final ZlibCompressor INSTANCE = new ZlibCompressor();

  private static final int FIRST_BYTES = 64 * 1024;

  private ZlibCompressor() {}

  @Override
  public int id() {
    return ID;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void compress(byte[] source, int offset, int length, FrameWriter target) {
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(source, offset, length);
      deflater.finish();
      byte[] part = new byte[Math.min(length + 64, FIRST_BYTES)];
      while (!deflater.finished()) {
        target.putBytes(part, 0, deflater.deflate(part));
      }
    } finally {
      deflater.end();
    }
  }

  @Override
  public byte[] decompress(byte[] source, int offset, int length, int reserved, int size) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(source, offset, length);
      return inflate(inflater, reserved, size);
    } catch (DataFormatException e) {
      throw OpCompressed.broken("zlib: " + e.getMessage());
    } finally {
      inflater.end();
    }
  }

  private static byte[] inflate(Inflater inflater, int reserved, int size)
      throws DataFormatException {
    int total = reserved + size;
    byte[] target = new byte[Math.min(total, FIRST_BYTES)];
    int filled = reserved;
    while (filled < total) {
      if (filled == target.length) {
        target = Arrays.copyOf(target, (int) Math.min(total, target.length * 2L));
      }
      int step = inflater.inflate(target, filled, target.length - filled);
      if (step == 0) {
        throw OpCompressed.broken("the size given is more than the size inside");
      }
      filled += step;
    }
    // One byte more, or the end of the stream: whatever else comes out was not declared.
    if (inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
      throw OpCompressed.broken("the size given is less than the size inside");
    }
    return target;
  }
}
