package dev.meerkat.server;

import dev.meerkat.spi.Limits;
import dev.meerkat.spi.SpareArrays;
import dev.meerkat.wire.FrameHeader;
import dev.meerkat.wire.WireException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole frames from a stream into one buffer that is used again and again. Threads: confined
 * to one connection.
 *
 * <p>The buffer grows with the bytes that have come, never with the length that a frame claims.
 */
final class FrameReader {
  private static final int INITIAL_BYTES = 8 * 1024;

  /** The buffer is so many times what has come of a frame, at most. */
  private static final int TRUST = 8;

  private final InputStream input;
  private byte[] buffer = new byte[INITIAL_BYTES];
  private int frameStart;
  private int frameEnd;
  private int filled;

  FrameReader(InputStream input) {
    this.input = input;
  }

  byte[] array() {
    return buffer;
  }

  /** Where the last frame begins in {@link #array()}. */
  int frameStart() {
    return frameStart;
  }

  /** Whether bytes behind the last frame have come already. */
  boolean hasMore() {
    return filled > frameEnd;
  }

  /**
   * Waits for the next frame; the one before becomes invalid.
   *
   * @return its header, or null where the stream has ended between two frames
   * @throws EOFException the stream has ended inside a frame
   * @throws WireException the header is none
   */
  @Nullable FrameHeader next() throws IOException, WireException {
    dropLastFrame();
    if (!fillTo(FrameHeader.BYTES)) {
      return null;
    }
    FrameHeader header = FrameHeader.parse(buffer, frameStart);
    if (!fillTo(header.length())) {
      return null;
    }
    frameEnd = frameStart + header.length();
    return header;
  }

  /** Waits until a byte behind the last frame has come; false where the stream has ended. */
  boolean awaitMore() throws IOException {
    if (hasMore()) {
      return true;
    }
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length + INITIAL_BYTES);
    }
    return readMore();
  }

  private void dropLastFrame() {
    frameStart = frameEnd;
    if (frameStart == filled) {
      frameStart = 0;
      frameEnd = 0;
      filled = 0;
      // What one large frame has blown up is not kept for the small ones after it.
      if (buffer.length > SpareArrays.SMALL_BYTES) {
        SpareArrays.shared().give(buffer);
        buffer = new byte[INITIAL_BYTES];
      }
    }
  }

  /** Sees to it that {@code bytes} of the frame have come. */
  private boolean fillTo(int bytes) throws IOException {
    while (filled - frameStart < bytes) {
      if (filled == buffer.length) {
        makeRoom(bytes);
      }
      if (!readMore()) {
        if (filled > frameStart) {
          throw new EOFException("the client has gone in the middle of a message");
        }
        return false;
      }
    }
    return true;
  }

  /**
   * Moves the frame to the buffer's beginning; where that wins nothing, the buffer becomes as large
   * as the frame, but a new one not at once: who announces much has to send some of it.
   */
  private void makeRoom(int wanted) {
    int kept = filled - frameStart;
    byte[] target = buffer;
    if (frameStart == 0) {
      target = largerBuffer(wanted);
    }
    System.arraycopy(buffer, frameStart, target, 0, kept);
    if (target != buffer) {
      SpareArrays.shared().give(buffer);
    }
    buffer = target;
    frameStart = 0;
    frameEnd = 0;
    filled = kept;
  }

  private byte[] largerBuffer(int wanted) {
    byte[] spare = wanted > SpareArrays.SMALL_BYTES ? SpareArrays.shared().find(wanted) : null;
    if (spare != null) {
      return spare;
    }
    int trusted = (int) Math.min(Limits.MAX_MESSAGE_BYTES, (long) buffer.length * TRUST);
    return SpareArrays.shared().take(Math.min(Math.max(wanted, INITIAL_BYTES), trusted));
  }

  private boolean readMore() throws IOException {
    int read = input.read(buffer, filled, buffer.length - filled);
    if (read < 0) {
      return false;
    }
    filled += read;
    return true;
  }
}
