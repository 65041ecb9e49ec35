package dev.meerkat.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way to make messages smaller, which client and server agree on in their handshake. Threads:
 * safe.
 *
 * @see <a
 *     href="https://www.mongodb.com/docs/manual/reference/configuration-options/#mongodb-setting-net.compression.compressors">Compressors</a>
 */
public sealed interface Compressor permits NoopCompressor, ZlibCompressor {
  /** The names that a handshake may agree on, in the server's order of preference. */
  List<String> NAMES = List.of(ZlibCompressor.NAME);

  /** The compressor of a number on the wire, or null for one that is not known here. */
  static @Nullable Compressor byId(int id) {
    return switch (id) {
      case NoopCompressor.ID -> NoopCompressor.INSTANCE;
      case ZlibCompressor.ID -> ZlibCompressor.INSTANCE;
      default -> null;
    };
  }

  /** The number on the wire. */
  int id();

  /** The name in a handshake. */
  String name();

  /** Compresses {@code length} bytes from {@code offset} on and appends them to {@code target}. */
  void compress(byte[] source, int offset, int length, FrameWriter target);

  /**
   * Restores a message into a fresh array that begins with {@code reserved} free bytes.
   *
   * @param size bytes that must come out, already checked against the limit; nothing of that size
   *     is allocated before the source has shown that it holds so much
   * @throws WireException the source is not this compressor's work, or of another size
   */
  byte[] decompress(byte[] source, int offset, int length, int reserved, int size);
}
