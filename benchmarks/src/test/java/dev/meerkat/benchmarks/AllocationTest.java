package dev.meerkat.benchmarks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.meerkat.server.MeerkatOptions;
import dev.meerkat.server.MeerkatServer;
import dev.meerkat.spi.DocumentView;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What operations may allocate in the server, on SQLite: bytes, which are the same on a slow
 * machine and on a fast one, unlike times. Whoever makes an operation dearer than this has to say
 * why; whoever makes it cheaper lowers the number.
 */
class AllocationTest {
  private static final int DOCUMENTS = 2_000;
  private static final int ROUNDS = 5;

  /** Operations of a round; the first round warms up. */
  private static final int OPERATIONS = 3_000;

  private static final int LEAST_OPERATIONS = 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path folder;

  /**
   * What an operation may allocate.
   *
   * @param each documents of one operation, among which it is divided
   * @param most bytes of each
   */
  private record Budget(Target target, int each, int most) {}

  private static final List<Budget> BUDGETS =
      List.of(
          new Budget(Target.found("find by _id", TargetRequests::findById, 1), 1, 1_900),
          new Budget(Target.found("equality", TargetRequests::findOne, 1), 1, 2_200),
          new Budget(
              Target.found("range of 100", TargetRequests::findRange, TargetFloors.RANGE),
              TargetFloors.RANGE,
              570),
          new Budget(Target.counted("update", TargetRequests::update, 1), 1, 2_600),
          new Budget(Target.modified("findAndModify", TargetRequests::findAndModify), 1, 2_500),
          new Budget(Target.counted("insert", TargetRequests::insert, 1), 1, 1_950),
          new Budget(
              Target.found("filter", TargetRequests::filter, DOCUMENTS / 1_000), DOCUMENTS, 310),
          new Budget(Target.found("sort and limit", TargetRequests::sorted, 10), DOCUMENTS, 400));

  @Test
  void operationsStayWithinTheirBudgets() throws IOException {
    try (MeerkatServer server = MeerkatServer.start(MeerkatOptions.at(folder));
        FrameClient client =
            new FrameClient(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()))) {
      TargetRequests.Shared shared = filled(client);
      StringBuilder found = new StringBuilder();
      boolean isWithin = true;
      for (Budget budget : BUDGETS) {
        double bytes = measure(client, budget.target().client(shared, 1), budget.each());
        isWithin &= bytes <= budget.most();
        found.append(
            "%s: %.0f bytes, at most %d%n".formatted(budget.target().name(), bytes, budget.most()));
      }
      assertTrue(isWithin, found.toString());
    }
  }

  private static TargetRequests.Shared filled(FrameClient client) throws IOException {
    InsertMany insert = new InsertMany(SanityLines.COLLECTION, new AtomicInteger(), DOCUMENTS);
    for (int done = 0; done < DOCUMENTS; done += InsertMany.BATCH) {
      var _ = insert.step(client);
    }
    run(
        client,
        "{createIndexes: '%s', indexes: [{key: {u: 1}, name: 'u'}], $db: '%s'}"
            .formatted(SanityLines.COLLECTION, SanityLines.DATABASE));
    BsonDocument hello = run(client, "{hello: 1, $db: 'admin'}");
    return new TargetRequests.Shared(
        DOCUMENTS, hello.getDocument("$clusterTime"), new AtomicInteger(), new AtomicLong());
  }

  private static BsonDocument run(FrameClient client, String command) throws IOException {
    return client.run(DocumentView.of(BsonDocument.parse(command)));
  }

  /** Bytes that the server allocates for a document, in the cheapest round but the first. */
  private static double measure(FrameClient client, Asking asking, int each) throws IOException {
    int operations = Math.max(LEAST_OPERATIONS, OPERATIONS / each);
    double least = Double.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long before = allocatedByOthers();
      for (int i = 0; i < operations; i++) {
        var _ = asking.step(client);
      }
      double bytes = (double) (allocatedByOthers() - before) / operations / each;
      least = round == 0 ? least : Math.min(least, bytes);
    }
    return least;
  }

  /** Bytes allocated by all threads but the test's own. */
  private static long allocatedByOthers() {
    long own = Thread.currentThread().threadId();
    long sum = 0;
    for (long id : THREADS.getAllThreadIds()) {
      sum += id == own ? 0 : Math.max(0, THREADS.getThreadAllocatedBytes(id));
    }
    return sum;
  }
}
