package dev.meerkat.spectests.operation;

import dev.meerkat.spectests.unified.Arguments;
import dev.meerkat.spectests.unified.ErrorMatcher;
import dev.meerkat.spectests.unified.NotRunnable;
import dev.meerkat.spectests.unified.TestContext;
import dev.meerkat.spectests.unified.TestFailure;
import dev.meerkat.spectests.unified.ValueMatcher;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Does what a test says and holds the outcome against what it expects. Threads: safe. */
public final class OperationRunner {
  private OperationRunner() {}

  /** One operation; an error that the test does not expect is the test's failure. */
  public static void run(BsonDocument operation, TestContext context) throws InterruptedException {
    try {
      runAndThrow(operation, context);
    } catch (NotRunnable | TestFailure e) {
      throw e;
    } catch (RuntimeException e) {
      if (!operation.containsKey("expectError") && !ignoresAll(operation)) {
        TestFailure failure =
            new TestFailure(operation.getString("name").getValue() + " failed: " + e);
        failure.initCause(e);
        throw failure;
      }
    }
  }

  /** One operation; its error, expected or not, is thrown on, as transactions need it. */
  static void runAndThrow(BsonDocument operation, TestContext context) throws InterruptedException {
    String name = operation.getString("name").getValue();
    ValueMatcher matcher = new ValueMatcher(context.entities());
    @Nullable Object result;
    try {
      result = call(name, operation, context);
    } catch (NotRunnable | TestFailure e) {
      throw e;
    } catch (RuntimeException e) {
      if (operation.containsKey("expectError")) {
        new ErrorMatcher(matcher).match(operation.getDocument("expectError"), e);
      }
      throw e;
    }
    if (ignoresAll(operation)) {
      return;
    }
    if (operation.containsKey("expectError")) {
      throw new TestFailure(name + " succeeded, but an error was expected");
    }
    if (operation.containsKey("expectResult")) {
      matcher.match(
          operation.get("expectResult"), result instanceof BsonValue value ? value : null, name);
    }
    if (operation.containsKey("saveResultAsEntity") && result != null) {
      context.entities().put(operation.getString("saveResultAsEntity").getValue(), result);
    }
  }

  private static boolean ignoresAll(BsonDocument operation) {
    return operation.getBoolean("ignoreResultAndError", BsonBoolean.FALSE).getValue();
  }

  private static @Nullable Object call(String name, BsonDocument operation, TestContext context)
      throws InterruptedException {
    String object = operation.getString("object").getValue();
    Arguments arguments = new Arguments(operation.getDocument("arguments", new BsonDocument()));
    Operation found =
        object.equals("testRunner") ? Operations.ofRunner(name) : Operations.named(name);
    Call call = new Call(name, object, arguments, context);
    if (arguments.has("rawData")) {
      return RawDataOperations.run(found, call);
    }
    return found.run(call);
  }
}
