package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.Filter;
import dev.meerkat.spi.query.Stage;

/** Whether a stage reads variables that are bound outside. Threads: confined to one operation. */
final class VariableUse implements Dependencies {
  private boolean used;

  private VariableUse() {}

  static boolean isUsedBy(Stage stage) {
    VariableUse use = new VariableUse();
    stage.dependencies(use);
    return use.used;
  }

  static boolean isUsedBy(Filter filter) {
    VariableUse use = new VariableUse();
    filter.dependencies(use);
    return use.used;
  }

  @Override
  public void field(String path) {}

  @Override
  public void wholeDocument() {}

  @Override
  public void variable(int slot) {
    used = true;
  }
}
