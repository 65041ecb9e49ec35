import dev.meerkat.contract.replay.ReplayLine;
import dev.meerkat.spi.auth.AuthMechanismProvider;
import dev.meerkat.spi.command.CommandProvider;
import dev.meerkat.spi.index.IndexTypeProvider;
import dev.meerkat.spi.query.AccumulatorProvider;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.FilterProvider;
import dev.meerkat.spi.query.StageProvider;
import dev.meerkat.spi.query.WindowFunctionProvider;
import dev.meerkat.spi.storage.StorageProvider;
import net.jqwik.api.lifecycle.LifecycleHook;
import org.jspecify.annotations.NullMarked;

/**
 * Abstract tests, one per SPI, inherited by everything that implements it; JUnit looks into them.
 */
@NullMarked
open module dev.meerkat.contract {
  requires transitive dev.meerkat.spi.auth;
  requires transitive dev.meerkat.spi.command;
  requires transitive dev.meerkat.spi.index;
  requires transitive dev.meerkat.spi.query;
  requires transitive dev.meerkat.spi.storage;
  requires transitive net.jqwik.api;
  requires transitive org.junit.jupiter.api;
  requires org.junit.jupiter.params;
  // Its own test compiles what a page shows.
  requires static java.compiler;

  exports dev.meerkat.contract;
  exports dev.meerkat.contract.fault;
  exports dev.meerkat.contract.replay;

  uses AccumulatorProvider;
  uses AuthMechanismProvider;
  uses CommandProvider;
  uses ExpressionProvider;
  uses FilterProvider;
  uses IndexTypeProvider;
  uses StageProvider;
  uses StorageProvider;
  uses WindowFunctionProvider;

  provides LifecycleHook with
      ReplayLine;
}
