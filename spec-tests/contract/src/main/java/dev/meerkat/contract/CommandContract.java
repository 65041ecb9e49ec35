package dev.meerkat.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentBuilder;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandRequest;
import dev.meerkat.spi.command.CommandSchema;
import dev.meerkat.spi.command.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonMaxKey;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

/**
 * What every command does with its request before it does anything else. A command's test extends
 * this class, names the command, and gives one request that it accepts. Threads: one test at a
 * time.
 */
public abstract class CommandContract {
  private static final Map<Byte, BsonValue> SAMPLES = new LinkedHashMap<>();

  static {
    SAMPLES.put(BsonBytes.STRING, new BsonString("x"));
    SAMPLES.put(BsonBytes.INT32, new BsonInt32(1));
    SAMPLES.put(BsonBytes.DOUBLE, new BsonDouble(1.5));
    SAMPLES.put(BsonBytes.BOOLEAN, BsonBoolean.TRUE);
    SAMPLES.put(BsonBytes.DOCUMENT, new BsonDocument("x", new BsonInt32(1)));
    SAMPLES.put(BsonBytes.ARRAY, new BsonArray(List.of(new BsonInt32(1))));
    SAMPLES.put(BsonBytes.TIMESTAMP, new BsonTimestamp(1, 1));
    SAMPLES.put(BsonBytes.MAX_KEY, new BsonMaxKey());
    SAMPLES.put(BsonBytes.NULL, BsonNull.VALUE);
  }

  /** The command under test. */
  protected abstract Command command();

  /** A request with the command's required fields; it is parsed, not run. */
  protected abstract BsonDocument example();

  /** A database that the command may be run against. */
  protected String database() {
    return command().schema().isAdminOnly() ? "admin" : "test";
  }

  /** Parses a request as the dispatcher does. */
  protected final CommandRequest parse(BsonDocument request) {
    return parse(database(), DocumentView.of(request));
  }

  /** The code that a request is refused with. */
  protected final int refusal(BsonDocument request) {
    return assertThrows(ServerException.class, () -> parse(request)).code().number();
  }

  private CommandRequest parse(String database, DocumentView request) {
    return command().schema().parse(database, request, List.of());
  }

  private CommandSchema schema() {
    return command().schema();
  }

  @Test
  void theExampleIsAcceptedUnderEveryName() {
    for (String name : schema().names()) {
      BsonDocument renamed = new BsonDocument(name, example().values().iterator().next());
      example()
          .forEach(
              (field, value) -> {
                if (!field.equals(schema().name())) {
                  renamed.put(field, value);
                }
              });
      assertEquals(database(), parse(renamed).database());
    }
  }

  @Test
  void theExampleBeginsWithTheCommandsName() {
    assertEquals(schema().name(), example().getFirstKey());
    assertFalse(schema().help().isBlank());
  }

  @Test
  void unknownFieldsAreRefusedOrPassedOver() {
    BsonDocument request = example().append("noSuchField", new BsonInt32(1));
    if (schema().ignoresUnknownFields()) {
      parse(request);
    } else {
      assertEquals(40415, refusal(request));
    }
  }

  @Test
  void fieldsGivenTwiceAreRefused() {
    DocumentBuilder twice = new DocumentBuilder(64);
    twice
        .appendFields(example())
        .append("comment", BsonNull.VALUE)
        .append("comment", BsonNull.VALUE);
    DocumentView request = twice.toView();
    ServerException refusal = assertThrows(ServerException.class, () -> parse(database(), request));
    assertEquals(40413, refusal.code().number());
  }

  @Test
  void valuesOfTheWrongTypeAreRefused() {
    for (Field field : schema().fields()) {
      SAMPLES.forEach(
          (type, value) -> {
            if (!field.accepts(type)) {
              BsonDocument request = example();
              request.put(field.name(), value);
              assertEquals(field.wrongTypeCode().number(), refusal(request), request::toJson);
            }
          });
    }
  }

  @Test
  void requiredFieldsAreRequired() {
    for (Field field : schema().fields().subList(1, schema().fields().size())) {
      if (field.isRequired()) {
        BsonDocument request = example();
        request.remove(field.name());
        assertEquals(40414, refusal(request), request::toJson);
      }
    }
  }

  @Test
  void badNamesOfDatabasesAreRefused() {
    for (String name : List.of("", "a.b", "a b", "a/b", "x".repeat(64))) {
      ServerException refusal =
          assertThrows(ServerException.class, () -> parse(name, DocumentView.of(example())));
      assertEquals(73, refusal.code().number(), name);
    }
  }

  @Test
  void badNamesOfCollectionsAreRefused() {
    if (!schema().fields().getFirst().isCollectionName()) {
      return;
    }
    for (String name : List.of("", ".a", "$a", "a\0b", "a".repeat(300))) {
      BsonDocument request = example();
      request.put(schema().name(), new BsonString(name));
      assertEquals(73, refusal(request), name);
    }
  }

  @Test
  void adminCommandsAreRefusedElsewhere() {
    if (schema().isAdminOnly()) {
      ServerException refusal =
          assertThrows(ServerException.class, () -> parse("test", DocumentView.of(example())));
      assertEquals(13, refusal.code().number());
    }
  }

  @Test
  void theStableApiIsKept() {
    BsonDocument strict =
        example().append("apiVersion", new BsonString("1")).append("apiStrict", BsonBoolean.TRUE);
    if (schema().isStable()) {
      parse(strict);
    } else {
      assertEquals(323, refusal(strict));
    }
    assertEquals(322, refusal(example().append("apiVersion", new BsonString("2"))));
    assertEquals(4886600, refusal(example().append("apiStrict", BsonBoolean.TRUE)));
  }

  @Test
  void timeLimitsAreChecked() {
    assertEquals(250, parse(withMaxTime(new BsonDouble(250))).common().maxTimeMillis());
    assertEquals(0, parse(withMaxTime(BsonNull.VALUE)).common().maxTimeMillis());
    assertEquals(14, refusal(withMaxTime(new BsonString("1"))));
    assertEquals(9, refusal(withMaxTime(new BsonDouble(1.5))));
    assertEquals(9, refusal(withMaxTime(new BsonDouble(Double.NaN))));
    assertEquals(2, refusal(withMaxTime(new BsonInt32(-1))));
    assertEquals(2, refusal(withMaxTime(new BsonInt64(1L << 31))));
  }

  @Test
  void concernsAreTakenOrRefused() {
    BsonDocument write = example().append("writeConcern", new BsonDocument("w", new BsonInt32(1)));
    if (schema().takesWriteConcern()) {
      assertEquals(new BsonInt32(1), parse(write).common().writeConcern().w());
    } else {
      assertEquals(72, refusal(write));
    }
    BsonDocument read =
        example().append("readConcern", new BsonDocument("level", new BsonString("majority")));
    if (schema().takesReadConcern()) {
      assertEquals("majority", parse(read).common().readConcern().level().wireName());
    } else {
      assertEquals(72, refusal(read));
    }
    assertEquals(
        2,
        refusal(
            example().append("readConcern", new BsonDocument("level", new BsonString("Local")))));
  }

  @Test
  void transactionsNeedSessionsAndCommandsThatKnowThem() {
    assertEquals(72, refusal(example().append("txnNumber", new BsonInt64(1))));
    assertEquals(14, refusal(example().append("txnNumber", new BsonInt32(1))));
    assertEquals(40414, refusal(example().append("lsid", new BsonDocument())));
  }

  private BsonDocument withMaxTime(BsonValue value) {
    return example().append("maxTimeMS", value);
  }
}
