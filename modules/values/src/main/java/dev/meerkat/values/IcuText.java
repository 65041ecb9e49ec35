package dev.meerkat.values;

import com.ibm.icu.text.RawCollationKey;
import com.ibm.icu.text.RuleBasedCollator;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Compares text with ICU. A collator works for one thread at a time, so there is a small stock of
 * copies: a thread takes the one at its place, or makes another if it is out. Two are equal where
 * their options are. Threads: safe.
 */
final class IcuText implements CollatedText {
  private static final int STOCK = 16;

  private final CollationOptions options;
  private final RuleBasedCollator original;
  private final AtomicReferenceArray<RuleBasedCollator> stock = new AtomicReferenceArray<>(STOCK);

  IcuText(CollationOptions options, RuleBasedCollator original) {
    this.options = options;
    this.original = original;
    original.freeze();
  }

  @Override
  public int compare(String a, String b) {
    int place = place();
    RuleBasedCollator collator = take(place);
    int order = collator.compare(a, b);
    stock.setRelease(place, collator);
    return order;
  }

  @Override
  public byte[] sortKey(String text) {
    int place = place();
    RuleBasedCollator collator = take(place);
    RawCollationKey key = collator.getRawCollationKey(text, null);
    stock.setRelease(place, collator);
    // The last byte is a terminator.
    return Arrays.copyOf(key.bytes, key.size - 1);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IcuText text && options.equals(text.options);
  }

  @Override
  public int hashCode() {
    return options.hashCode();
  }

  private static int place() {
    return (int) Thread.currentThread().threadId() & (STOCK - 1);
  }

  private RuleBasedCollator take(int place) {
    RuleBasedCollator collator = stock.getAndSet(place, null);
    return collator == null ? original.cloneAsThawed() : collator;
  }
}
