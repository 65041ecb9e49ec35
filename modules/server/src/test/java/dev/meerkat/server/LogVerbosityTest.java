package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.engine.Parameters;
import dev.meerkat.spi.ServerException;
import java.util.concurrent.atomic.AtomicInteger;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How much each part of the server logs. */
final class LogVerbosityTest {
  private final AtomicInteger output = new AtomicInteger();
  private final LogVerbosity verbosity = new LogVerbosity(output::set);
  private final Parameters parameters = new Parameters();

  @BeforeEach
  void register() {
    verbosity.register(parameters);
  }

  @Test
  void partsLogAsMuchAsTheWholeUnlessTheySayOtherwise() {
    parameters.set("logLevel", new BsonDouble(2.9));
    assertEquals(2, verbosity.of("NETWORK"));
    components("{network: {verbosity: 4, asio: 1}, command: 0}");
    assertEquals(4, verbosity.of("NETWORK"));
    assertEquals(0, verbosity.of("COMMAND"));
    assertEquals(4, output.get());
    components("{verbosity: 1, network: -1}");
    assertEquals(1, verbosity.of("NETWORK"));
    assertEquals(1, output.get());
    BsonValue told =
        parameters.set("logComponentVerbosity", BsonDocument.parse("{storage: {wt: 3}}"));
    BsonDocument network = told.asDocument().getDocument("network");
    assertEquals(new BsonInt32(-1), network.get("verbosity"));
    assertEquals(new BsonInt32(1), network.getDocument("asio").get("verbosity"));
    assertEquals(new BsonInt32(1), told.asDocument().get("verbosity"));
    assertEquals(3, output.get());
  }

  @Test
  void whatIsNoVerbosityIsRefused() {
    assertEquals(2, refusal("logLevel", new BsonString("much")));
    assertEquals(2, refusal("logLevel", new BsonInt32(-1)));
    assertEquals(14, refusal("logComponentVerbosity", new BsonInt32(1)));
    assertEquals(2, refusal("logComponentVerbosity", BsonDocument.parse("{noSuchPart: 1}")));
    assertEquals(2, refusal("logComponentVerbosity", BsonDocument.parse("{network: {wt: 1}}")));
    assertEquals(2, refusal("logComponentVerbosity", BsonDocument.parse("{verbosity: 'x'}")));
    parameters.set("logLevel", BsonBoolean.TRUE);
    assertEquals(1, verbosity.of("STORAGE"));
  }

  private void components(String json) {
    parameters.set("logComponentVerbosity", BsonDocument.parse(json));
  }

  private int refusal(String name, BsonValue value) {
    return assertThrows(ServerException.class, () -> parameters.set(name, value)).code().number();
  }
}
