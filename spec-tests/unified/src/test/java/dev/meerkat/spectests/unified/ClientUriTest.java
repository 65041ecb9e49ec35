package dev.meerkat.spectests.unified;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.mongodb.ConnectionString;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** How a test's options come into the connection string. */
final class ClientUriTest {
  @Test
  void optionsAreAddedAndOverride() {
    ConnectionString uri = uri("mongodb://h:1/?retryReads=true&w=1", "{retryReads: false}", false);
    assertEquals(false, uri.getRetryReads());
    assertEquals(1, requireNonNull(uri.getWriteConcern()).getW());
  }

  @Test
  void aStringWithoutOptionsGetsThem() {
    assertEquals(500, uri("mongodb://h:1", "{timeoutMS: 500}", false).getTimeout());
    assertEquals("a b", uri("mongodb://h:1/", "{appname: 'a b'}", false).getApplicationName());
  }

  @Test
  void aDirectConnectionHasNoReplicaSetAndTheOtherWayRound() {
    ConnectionString direct =
        uri("mongodb://h:1/?replicaSet=rs0", "{directConnection: true}", false);
    assertEquals(true, direct.isDirectConnection());
    assertNull(direct.getRequiredReplicaSetName());
    ConnectionString set =
        uri("mongodb://h:1/?directConnection=true", "{replicaSet: 'rs0'}", false);
    assertNull(set.isDirectConnection());
    assertEquals("rs0", set.getRequiredReplicaSetName());
  }

  @Test
  void theFirstOfSeveralHostsCanBeTaken() {
    assertEquals(List.of("a:1"), uri("mongodb://a:1,b:2/", "{}", true).getHosts());
    assertEquals(List.of("a:1", "b:2"), uri("mongodb://a:1,b:2/", "{}", false).getHosts());
  }

  private static ConnectionString uri(String server, String options, boolean oneHost) {
    return ClientUri.with(new ConnectionString(server), BsonDocument.parse(options), oneHost);
  }
}
