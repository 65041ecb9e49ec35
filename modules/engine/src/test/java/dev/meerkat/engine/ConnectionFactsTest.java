package dev.meerkat.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

final class ConnectionFactsTest {
  @Test
  void whoComesFromTheSameMachineIsLocal() {
    for (String address : new String[] {"127.0.0.1:5", "127.1.2.3:5", "[0:0:0:0:0:0:0:1]:5", ""}) {
      assertTrue(from(address).isLocal(), address);
    }
    for (String address :
        new String[] {"10.0.0.1:5", "192.168.127.1:5", "[fe80:0:0:0:0:0:0:1]:5"}) {
      assertFalse(from(address).isLocal(), address);
    }
  }

  private static ConnectionFacts from(String remote) {
    return new ConnectionFacts(1, remote, "", new UUID(0, 0), new BsonDocument(), new Login());
  }
}
