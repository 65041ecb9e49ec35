package dev.meerkat.fuzz.simulator;

import dev.meerkat.fuzz.parsers.Campaign;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole server on every backend does what the plain model does. */
final class SimulationFuzz {
  private static final int STEPS = Integer.getInteger("fuzz.steps", 400);

  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite", "xodus"})
  void serverDoesWhatTheModelDoes(String backend, @TempDir Path folder) {
    Campaign.of(SimulationFuzz.class, 3)
        .on(backend)
        .with("fuzz.steps", STEPS)
        .run(
            random ->
                new Simulation(
                        backend,
                        folder.resolve(Long.toHexString(random.split().nextLong())),
                        new FaultTrouble(),
                        STEPS)
                    .run(random));
  }
}
