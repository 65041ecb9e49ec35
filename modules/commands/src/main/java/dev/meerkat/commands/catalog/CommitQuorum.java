package dev.meerkat.commands.catalog;

import dev.meerkat.engine.Operation;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.CommandRequest;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * How many members of the set must have built an index before it is used: there is one, which
 * always has. Threads: immutable.
 */
final class CommitQuorum {
  private static final ErrorCode UNSATISFIABLE = new ErrorCode(278, "UnsatisfiableCommitQuorum");
  private static final ErrorCode UNKNOWN_MODE = new ErrorCode(79, "UnknownReplWriteConcern");
  private static final BsonString VOTING_MEMBERS = new BsonString("votingMembers");
  private static final BsonString MAJORITY = new BsonString("majority");
  private static final long MAX_MEMBERS = 50;
  private static final long MEMBERS = 1;

  private CommitQuorum() {}

  /** What {@code createIndexes} answers of it: what was given, or else what holds; null alone. */
  static @Nullable BsonValue of(CommandRequest request, Operation operation) {
    boolean isReplicaSet = operation.engine().options().isReplicaSet();
    BsonValue given = request.value("commitQuorum");
    if (given == null || given.isNull()) {
      return isReplicaSet ? VOTING_MEMBERS : null;
    }
    if (!isReplicaSet) {
      throw new ServerException(ErrorCode.BAD_VALUE, "Standalones can't specify commitQuorum");
    }
    if (given instanceof BsonNumber number) {
      check(number.longValue());
    } else if (given.asString().getValue().isEmpty()) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE, "commitQuorum can't be specified as an empty string");
    } else if (!given.equals(VOTING_MEMBERS) && !given.equals(MAJORITY)) {
      throw new ServerException(
          UNKNOWN_MODE, "No write concern mode named '" + given.asString().getValue() + "' found");
    }
    return given;
  }

  private static void check(long members) {
    if (members < 0 || members > MAX_MEMBERS) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE,
          "commitQuorum has to be a non-negative number and not greater than " + MAX_MEMBERS);
    }
    if (members > MEMBERS) {
      throw new ServerException(
          UNSATISFIABLE,
          "Commit quorum cannot be satisfied with the current replica set configuration");
    }
  }
}
