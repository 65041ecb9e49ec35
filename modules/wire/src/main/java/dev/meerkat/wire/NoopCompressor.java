package dev.meerkat.wire;

/** No compression at all, in the frame of one. Threads: immutable. */
final class NoopCompressor implements Compressor {
  static final int ID = 0;
  static final NoopCompressor INSTANCE = new NoopCompressor();

  private NoopCompressor() {}

  @Override
  public int id() {
    return ID;
  }

  @Override
  public String name() {
    return "noop";
  }

  @Override
  public void compress(byte[] source, int offset, int length, FrameWriter target) {
    target.putBytes(source, offset, length);
  }

  @Override
  public byte[] decompress(byte[] source, int offset, int length, int reserved, int size) {
    if (length != size) {
      throw OpCompressed.broken("the size given is not the size inside");
    }
    byte[] frame = new byte[reserved + size];
    System.arraycopy(source, offset, frame, reserved, size);
    return frame;
  }
}
