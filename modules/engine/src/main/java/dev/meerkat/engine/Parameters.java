package dev.meerkat.engine;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.bson.BsonBoolean;
import org.bson.BsonInt32;
import org.bson.BsonNumber;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The server parameters: each part of the server registers its own, {@code getParameter} and {@code
 * setParameter} read and change them by name. Threads: safe.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/parameters/">Server parameters</a>
 */
public final class Parameters {
  private final Map<String, Parameter> parameters = new ConcurrentSkipListMap<>();

  /**
   * One parameter.
   *
   * @param check turns a value as given into the one to keep, or throws what the client is to see
   * @param atStartup whether it may be set on the command line
   * @param atRuntime whether {@code setParameter} may change it
   */
  public record Parameter(
      String name,
      Supplier<BsonValue> read,
      UnaryOperator<BsonValue> check,
      Consumer<BsonValue> write,
      boolean atStartup,
      boolean atRuntime) {}

  /**
   * A parameter that keeps its own value. Answers the place where the current value is read.
   *
   * @param check turns a value as given into the one to keep, or throws what the client is to see
   */
  public Supplier<BsonValue> define(
      String name, BsonValue initial, UnaryOperator<BsonValue> check, boolean atRuntime) {
    Map<String, BsonValue> cell = new ConcurrentHashMap<>(Map.of(name, initial));
    Supplier<BsonValue> read = () -> cell.getOrDefault(name, initial);
    add(new Parameter(name, read, check, value -> cell.put(name, value), true, atRuntime));
    return read;
  }

  /**
   * What a parameter that is true or false makes of a value; numbers stand for one of them.
   *
   * @throws ServerException 2 for anything else
   */
  public static BsonBoolean bool(String name, BsonValue value) {
    return switch (value) {
      case BsonBoolean given -> given;
      case BsonNumber number -> BsonBoolean.valueOf(number.doubleValue() != 0);
      default ->
          throw new ServerException(
              ErrorCode.BAD_VALUE, name + " must be either 'true' or 'false'");
    };
  }

  /**
   * A parameter that is a number and keeps its own value.
   *
   * @throws ServerException 2, when it is set, for what is no number or outside of the range
   */
  public LongSupplier number(String name, int initial, int least, boolean atRuntime) {
    Supplier<BsonValue> value =
        define(
            name,
            new BsonInt32(initial),
            given -> {
              if (!(given instanceof BsonNumber number) || number.longValue() < least) {
                throw new ServerException(
                    ErrorCode.BAD_VALUE,
                    "Invalid value for parameter "
                        + name
                        + ": "
                        + given
                        + " is not greater than or equal to "
                        + least);
              }
              return new BsonInt32((int) Math.min(Integer.MAX_VALUE, number.longValue()));
            },
            atRuntime);
    return () -> ((BsonNumber) value.get()).longValue();
  }

  /** Registers a parameter whose value follows from other things and is never set. */
  public void addFixed(String name, BsonValue value) {
    addComputed(name, () -> value);
  }

  /** As {@link #addFixed}, of a value that changes by other means. */
  public void addComputed(String name, Supplier<BsonValue> value) {
    add(new Parameter(name, value, UnaryOperator.identity(), ignored -> {}, false, false));
  }

  /** Registers a parameter; a name taken already is a fault of the program. */
  public void add(Parameter parameter) {
    if (parameters.putIfAbsent(parameter.name(), parameter) != null) {
      throw new IllegalStateException("parameter defined twice: " + parameter.name());
    }
  }

  public @Nullable Parameter find(String name) {
    return parameters.get(name);
  }

  /** All parameters, sorted by name. */
  public Iterable<Parameter> all() {
    return parameters.values();
  }

  /**
   * Sets a parameter of a running server.
   *
   * @return the value that it had
   * @throws ServerException 72 for an unknown name; 20 for one fixed at startup
   */
  public BsonValue set(String name, BsonValue value) {
    Parameter parameter = parameters.get(name);
    if (parameter == null) {
      throw new ServerException(
          ErrorCode.INVALID_OPTIONS,
          "attempted to set unrecognized parameter [" + name + "], use help:true to see options ");
    }
    if (!parameter.atRuntime()) {
      throw new ServerException(
          ErrorCode.ILLEGAL_OPERATION, "not allowed to change [" + name + "] at runtime");
    }
    BsonValue before = parameter.read().get();
    parameter.write().accept(parameter.check().apply(value));
    return before;
  }

  /** Sets a parameter from the command line, before the server takes connections. */
  public void setAtStartup(String name, BsonValue value) {
    Parameter parameter = parameters.get(name);
    if (parameter == null || !parameter.atStartup()) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "Illegal --setParameter parameter: \"" + name + "\"");
    }
    parameter.write().accept(parameter.check().apply(value));
  }
}
