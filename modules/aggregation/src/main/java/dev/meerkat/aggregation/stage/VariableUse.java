package dev.meerkat.aggregation.stage;

import dev.meerkat.spi.query.Dependencies;
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

  @Override
  public void field(String path) {}

  @Override
  public void wholeDocument() {}

  @Override
  public void variable(int slot) {
    used = true;
  }
}
