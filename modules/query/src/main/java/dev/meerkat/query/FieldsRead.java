package dev.meerkat.query;

import dev.meerkat.spi.query.Dependencies;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The paths that something reads of a document. Threads: confined to one operation. */
public final class FieldsRead implements Dependencies {
  private final Set<String> paths = new TreeSet<>();
  private boolean isWhole;

  /** Null where it is all of them. */
  public @Nullable Set<String> paths() {
    return isWhole ? null : paths;
  }

  @Override
  public void field(String path) {
    paths.add(path);
  }

  @Override
  public void wholeDocument() {
    isWhole = true;
  }

  @Override
  public void variable(int slot) {}
}
