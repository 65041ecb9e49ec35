package dev.meerkat.engine.history;

import dev.meerkat.spi.Namespace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What only one open transaction may write: a record, a key of a unique index, or the name of a new
 * collection. Threads: immutable, as long as nobody changes the key.
 *
 * @param ident of the record store or of the index; empty for a name
 */
public record Claim(String ident, byte[] key) {
  public static Claim record(String ident, long recordId) {
    return new Claim(ident, ByteBuffer.allocate(Long.BYTES).putLong(recordId).array());
  }

  /** The right to make a collection or view of a name. */
  public static Claim namespace(Namespace namespace) {
    return new Claim("", namespace.fullName().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Claim claim
        && ident.equals(claim.ident)
        && Arrays.equals(key, claim.key);
  }

  @Override
  public int hashCode() {
    return 31 * ident.hashCode() + Arrays.hashCode(key);
  }
}
