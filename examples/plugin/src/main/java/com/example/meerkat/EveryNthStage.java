package com.example.meerkat;

import dev.meerkat.spi.Cursor;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.Dependencies;
import dev.meerkat.spi.query.Stage;
import dev.meerkat.spi.query.StageContext;
import dev.meerkat.spi.query.StageTraits;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonValue;

/**
 * Keeps every n-th document of its input. Threads: immutable.
 *
 * @param n 1 or more; 1 keeps all
 */
record EveryNthStage(int n) implements Stage {
  static final String NAME = "$everyNth";

  static EveryNthStage parse(BsonValue spec) {
    if (!spec.isInt32() || spec.asInt32().getValue() < 1) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE, "$everyNth takes a positive 32-bit integer");
    }
    return new EveryNthStage(spec.asInt32().getValue());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public StageTraits traits() {
    return StageTraits.of(StageTraits.Shape.FILTER);
  }

  @Override
  public void dependencies(Dependencies dependencies) {
    // It counts documents and reads none of their fields.
  }

  @Override
  public Cursor open(Cursor input, StageContext context) {
    return new EveryNthCursor(input, n);
  }

  @Override
  public BsonDocument describe() {
    return new BsonDocument(NAME, new BsonInt32(n));
  }

  /** One run of the stage. Threads: confined to one operation. */
  private record EveryNthCursor(Cursor input, int n) implements Cursor {
    @Override
    public boolean advance() {
      for (int i = 0; i < n; i++) {
        if (!input.advance()) {
          return false;
        }
      }
      return true;
    }

    @Override
    public DocumentView current() {
      return input.current();
    }

    @Override
    public void close() {
      input.close();
    }
  }
}
