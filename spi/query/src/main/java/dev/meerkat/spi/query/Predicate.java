package dev.meerkat.spi.query;

import dev.meerkat.spi.ValueOrder;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/**
 * The shape of a filter, for those who plan: logical nodes over predicates on one path. It may be
 * weaker than the filter (match more), never stronger. Threads: immutable.
 */
public sealed interface Predicate {
  /**
   * Whether it is an operator on one path, or says nothing: the filters that are there at every
   * start and in most commands, of which most rules need not look at more.
   */
  default boolean isPlain() {
    return this instanceof Path || this instanceof And and && and.branches().isEmpty();
  }

  /** The predicate in MongoDB's own syntax, as {@code explain}'s {@code parsedQuery} shows it. */
  BsonDocument describe();

  /** All of them; of none: everything. */
  record And(List<Predicate> branches) implements Predicate {
    public And {
      branches = List.copyOf(branches);
    }

    @Override
    public BsonDocument describe() {
      return PredicateText.logical("$and", branches);
    }
  }

  /** One of them. */
  record Or(List<Predicate> branches) implements Predicate {
    public Or {
      branches = List.copyOf(branches);
    }

    @Override
    public BsonDocument describe() {
      return PredicateText.logical("$or", branches);
    }
  }

  /** None of them. */
  record Nor(List<Predicate> branches) implements Predicate {
    public Nor {
      branches = List.copyOf(branches);
    }

    @Override
    public BsonDocument describe() {
      return PredicateText.logical("$nor", branches);
    }
  }

  /** Not this one. */
  record Not(Predicate branch) implements Predicate {
    @Override
    public BsonDocument describe() {
      return PredicateText.not(branch);
    }
  }

  /**
   * An operator on the values of a path, arrays along it traversed; where it is one of those of
   * {@code $expr}, on what the path is to an expression, compared with values of all types.
   *
   * @param operator the wire name: {@code $eq}, {@code $lt}, {@code $in}, {@code $exists}, …
   * @param operand the operator's argument in normal form ({@code $in}: an array; {@code $regex}: a
   *     regular expression)
   * @param order the collation under which strings compare
   */
  record Path(String path, String operator, BsonValue operand, ValueOrder order)
      implements Predicate {
    /** The comparisons of {@code $expr}, as {@code explain} names them. */
    public static final String EXPR_EQ = "$_internalExprEq";

    public static final String EXPR_GT = "$_internalExprGt";
    public static final String EXPR_GTE = "$_internalExprGte";
    public static final String EXPR_LT = "$_internalExprLt";
    public static final String EXPR_LTE = "$_internalExprLte";

    @Override
    public BsonDocument describe() {
      return new BsonDocument(path, new BsonDocument(operator, operand));
    }
  }

  /**
   * Documents in the order of their distance, which only an index can find; it stands at the top of
   * a conjunction.
   *
   * @param path empty where it is that of the only index that knows distances
   * @param operators what is written on the path: {@code $near} and the distances beside it
   */
  record Near(String path, BsonDocument operators) implements Predicate {
    @Override
    public BsonDocument describe() {
      return new BsonDocument(path, operators);
    }
  }

  /**
   * A search for words, which only an index can answer: its spec is the operand of {@code $text}.
   */
  record Text(BsonDocument spec) implements Predicate {
    @Override
    public BsonDocument describe() {
      return new BsonDocument("$text", spec);
    }
  }

  /** One element of the array at {@code path}, a document, satisfies {@code branch} by itself. */
  record ElementObject(String path, Predicate branch) implements Predicate {
    @Override
    public BsonDocument describe() {
      return new BsonDocument(path, new BsonDocument("$elemMatch", branch.describe()));
    }
  }

  /**
   * One element of the array at {@code path} satisfies all {@code branches}, each a {@link Path}
   * with this same path.
   *
   * @param written the conditions as they are written, of which {@code branches} may leave some out
   */
  record ElementValue(String path, List<Predicate> branches, BsonDocument written)
      implements Predicate {
    public ElementValue {
      branches = List.copyOf(branches);
    }

    @Override
    public BsonDocument describe() {
      return new BsonDocument(path, new BsonDocument("$elemMatch", written));
    }
  }

  /** Nothing is known but how it is written. */
  record Opaque(BsonDocument describe) implements Predicate {
    /** A predicate of which nothing is known. */
    public static final Opaque UNKNOWN = new Opaque(new BsonDocument());

    /** What nothing satisfies. */
    public static final Opaque NOTHING =
        new Opaque(new BsonDocument("$alwaysFalse", new BsonInt32(1)));
  }
}
