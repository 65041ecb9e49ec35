package dev.meerkat.contract.replay;

import java.nio.file.Path;
import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Prints, where a property fails, the one line that replays it: with the system property {@code
 * jqwik.seed} every property has that seed. Threads: immutable.
 */
public final class ReplayLine implements AroundPropertyHook {
  private static final String SEED = "jqwik.seed";

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    String wanted = System.getProperty(SEED);
    if (wanted != null) {
      context.attributes().setSeed(wanted);
    }
    PropertyExecutionResult result = property.execute();
    if (result.status() == PropertyExecutionResult.Status.FAILED) {
      System.out.println("replay with: " + line(context, result.seed().orElse("")));
    }
    return result;
  }

  private static String line(PropertyLifecycleContext context, String seed) {
    // Maven's tests run in their module's folder.
    Path module = Path.of("").toAbsolutePath();
    return "mvn -pl "
        + module.resolve("../..").normalize().relativize(module)
        + " -am test -Dsurefire.failIfNoSpecifiedTests=false -Dtest="
        + context.containerClass().getSimpleName()
        + "#"
        + context.targetMethod().getName()
        + " -D"
        + SEED
        + "="
        + seed;
  }
}
