package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.meerkat.wire.Compressor;
import dev.meerkat.wire.OpMsg;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

/** Clients that share the buffers of large messages never see each other's. */
final class LargeDocumentsTest extends ServedTest {
  private static final int CLIENTS = 4;
  private static final int ROUNDS = 6;
  private static final Compressor ZLIB = Objects.requireNonNull(Compressor.byId(2));

  @Test
  void eachClientReadsWhatItHasWritten() throws InterruptedException, ExecutionException {
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
      for (int i = 0; i < CLIENTS; i++) {
        char own = (char) ('a' + i);
        all.add(
            threads.submit(
                () -> {
                  writeAndRead(own);
                  return own;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    }
  }

  private void writeAndRead(char own) throws IOException {
    try (RawClient mine = new RawClient(server.port())) {
      for (int round = 0; round < ROUNDS; round++) {
        String text = Character.toString(own).repeat(1_100_000 + 300_000 * (round % 3) + own);
        String id = "'" + own + round + "'";
        BsonDocument written =
            mine.run(
                "{insert: 'c', documents: [{_id: " + id + ", text: '" + text + "'}], $db: 'test'}");
        assertEquals(1, written.getNumber("n").intValue(), written.toJson());
        String find = "{find: 'c', filter: {_id: " + id + "}, $db: 'test'}";
        assertEquals(text, text(mine.run(find)));
        String change =
            "{findAndModify: 'c', query: {_id: "
                + id
                + "}, update: {$set: {more: 1}}, new: true, $db: 'test'}";
        assertEquals(text, mine.run(change).getDocument("value").getString("text").getValue());
        mine.sendCompressed(ZLIB, find);
        OpMsg compressed = (OpMsg) mine.receiveCompressed().open();
        assertEquals(text, text(compressed.body().toBson()));
      }
    }
  }

  private static String text(BsonDocument found) {
    BsonDocument cursor = found.getDocument("cursor");
    return cursor.getArray("firstBatch").get(0).asDocument().getString("text").getValue();
  }
}
