package dev.meerkat.query.expression;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;

/**
 * Divisions by zero. MongoDB computes a group that its query plan takes over with another engine,
 * which has codes of its own for them. Threads: immutable.
 */
public final class ZeroDivisor {
  private static final String DIVIDE = "can't $divide by zero";
  private static final String MOD = "can't $mod by zero";

  private ZeroDivisor() {}

  static ServerException divide() {
    return new ServerException(ErrorCode.BAD_VALUE, DIVIDE);
  }

  static ServerException mod(int code) {
    return Values.error(code, MOD);
  }

  /** The error as a query plan's engine gives it; any other error stays what it is. */
  public static ServerException inPlan(ServerException error) {
    return switch (error.text()) {
      case DIVIDE -> Values.error(4848401, DIVIDE);
      case MOD -> Values.error(4848403, MOD);
      default -> error;
    };
  }
}
