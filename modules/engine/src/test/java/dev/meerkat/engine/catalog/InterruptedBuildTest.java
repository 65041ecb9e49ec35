package dev.meerkat.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.meerkat.engine.CurrentOp;
import dev.meerkat.engine.EngineFixture;
import dev.meerkat.engine.MortalStore;
import dev.meerkat.engine.Operation;
import dev.meerkat.engine.transaction.SessionTransactions;
import dev.meerkat.spi.Namespace;
import dev.meerkat.spi.ServerException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others do while an index is built, and what becomes of it and of them. */
final class InterruptedBuildTest extends EngineFixture {
  private static final int DOCUMENTS = 2_500;
  private static final String UNIQUE = "{key: {u: 1}, name: 'u_1', unique: true}";
  private static final String COMPOUND = "{key: {u: 1, a: 1}, name: 'u_1_a_1'}";
  private static final String PLAIN = "{key: {a: 1}, name: 'a_1'}";

  // Each case opens them with the backend that it is about.
  @SuppressWarnings("NullAway.Init")
  private PausedBuild paused;

  @SuppressWarnings("NullAway.Init")
  private MortalStore store;

  /** A test that is told the name of a storage backend, once for each. */
  @ParameterizedTest
  @ValueSource(strings = {"memory", "sqlite", "xodus"})
  @Retention(RetentionPolicy.RUNTIME)
  @interface EveryBackend {}

  @AfterEach
  void close() {
    closeEngine();
    store.close();
  }

  /** Opens the engine on a backend with documents of which each has another {@code u}. */
  private void open(String backend, Path folder) {
    engine.close();
    store = new MortalStore(backend, folder, ticker);
    paused = new PausedBuild(store.storage());
    engine = open(paused);
    for (int i = 0; i < DOCUMENTS; i += 500) {
      String[] documents = new String[500];
      for (int j = 0; j < documents.length; j++) {
        int id = i + j;
        documents[j] = "{_id: " + id + ", u: " + (id * 7 % DOCUMENTS) + ", a: " + id % 10 + "}";
      }
      insert(documents);
    }
  }

  private CompletableFuture<BsonDocument> build(String spec) throws InterruptedException {
    return paused.start(() -> createIndex(spec));
  }

  private BsonDocument resume(CompletableFuture<BsonDocument> build)
      throws InterruptedException, ExecutionException, TimeoutException {
    paused.resume();
    return PausedBuild.answer(build);
  }

  private static int failure(CompletableFuture<BsonDocument> build) {
    ExecutionException failed =
        assertThrows(ExecutionException.class, () -> PausedBuild.answer(build));
    return assertInstanceOf(ServerException.class, failed.getCause()).code().number();
  }

  private int refusal(Runnable command) {
    return assertThrows(ServerException.class, command::run).code().number();
  }

  private List<String> names() {
    return engine.indexes().list(NS).stream()
        .map(spec -> spec.getString("name").getValue())
        .toList();
  }

  private void drop(BsonValue index) {
    try (Operation operation = begin()) {
      engine.indexes().drop(operation, NS, index);
    }
  }

  @EveryBackend
  void whatIsWrittenMeanwhileIsInTheIndex(String backend, @TempDir Path folder) throws Exception {
    open(backend, folder);
    CompletableFuture<BsonDocument> build = build(PLAIN);
    assertEquals(
        new CurrentOp.Progress("Index Build: scanning collection", 1_000, DOCUMENTS),
        engine.operations().active().iterator().next().current().progress());
    update("{_id: 3}", "{$set: {a: 'read already'}}", false, false);
    update("{_id: 2400}", "{$set: {a: 'not read yet'}}", false, false);
    update("{_id: 4}", "{$set: {a: [1, 'to', 'and fro']}}", false, false);
    update("{_id: 4}", "{$set: {a: 4}}", false, false);
    delete("{_id: 5}", true);
    delete("{_id: 2401}", true);
    insert("{_id: 'new', a: 'new'}");
    BsonDocument reply = resume(build);
    assertEquals(1, reply.getNumber("before").intValue());
    assertEquals(2, reply.getNumber("after").intValue());
    checkConsistent();
    for (String a : List.of("'read already'", "'not read yet'", "'new'")) {
      assertEquals(1, find("{a: " + a + "}").size(), a);
    }
    assertEquals(0, find("{a: 'to'}").size());
    assertEquals(DOCUMENTS / 10 - 1, find("{a: 1}").size(), "one of them is deleted");
  }

  @EveryBackend
  void aDuplicateThatComesMeanwhileEndsTheBuild(String backend, @TempDir Path folder)
      throws Exception {
    open(backend, folder);
    CompletableFuture<BsonDocument> build = build(UNIQUE);
    assertEquals(1, insert("{_id: 'twice', u: 7}").n());
    paused.resume();
    assertEquals(11000, failure(build));
    assertEquals(List.of("_id_"), names());
    checkConsistent();
    delete("{_id: 'twice'}", true);
    createIndex(UNIQUE);
    assertEquals(1, insert("{_id: 'twice', u: 7}").errors().size());
    checkConsistent();
  }

  @EveryBackend
  void twoNewDocumentsOfOneKeyEndTheBuild(String backend, @TempDir Path folder) throws Exception {
    open(backend, folder);
    CompletableFuture<BsonDocument> build = build(UNIQUE);
    assertEquals(2, insert("{_id: 'one', u: 'new'}", "{_id: 'two', u: 'new'}").n());
    paused.resume();
    assertEquals(11000, failure(build));
    assertEquals(List.of("_id_"), names());
  }

  @EveryBackend
  void aDuplicateThatComesAndGoesDoesNot(String backend, @TempDir Path folder) throws Exception {
    open(backend, folder);
    CompletableFuture<BsonDocument> build = build(UNIQUE);
    assertEquals(1, insert("{_id: 'twice', u: 7}").n());
    assertEquals(1, insert("{_id: 'again', u: 'new'}").n());
    delete("{_id: 'twice'}", true);
    resume(build);
    assertEquals(List.of("_id_", "u_1"), names());
    assertEquals(1, insert("{_id: 'third', u: 'new'}").errors().size());
    checkConsistent();
  }

  @EveryBackend
  void whoDropsTheIndexEndsItsBuild(String backend, @TempDir Path folder) throws Exception {
    open(backend, folder);
    CompletableFuture<BsonDocument> build =
        paused.start(
            () -> {
              try (Operation operation = begin()) {
                engine.indexes().create(operation, NS, List.of(doc(UNIQUE), doc(PLAIN)));
                return new BsonDocument();
              }
            });
    assertEquals(List.of("_id_", "u_1", "a_1"), names());
    assertEquals(1, List.copyOf(engine.indexes().builds(NS).values()).stream().distinct().count());
    assertEquals(27, refusal(() -> drop(new BsonString("a_1"))));
    drop(new BsonArray(List.of(new BsonString("u_1"), new BsonString("a_1"))));
    assertEquals(List.of("_id_"), names());
    paused.resume();
    assertEquals(276, failure(build));
    assertEquals(List.of("_id_"), names());
    checkConsistent();
  }

  @EveryBackend
  void whoDropsTheCollectionEndsTheBuild(String backend, @TempDir Path folder) throws Exception {
    open(backend, folder);
    CompletableFuture<BsonDocument> build = build(PLAIN);
    try (Operation operation = begin()) {
      engine.catalog().drops().drop(operation, NS, null);
    }
    insert("{_id: 1, a: 1}");
    paused.resume();
    assertEquals(276, failure(build));
    assertEquals(List.of("_id_"), names());
    checkConsistent();
  }

  @EveryBackend
  void whoWantsTheSameIndexWaitsForIt(String backend, @TempDir Path folder) throws Exception {
    open(backend, folder);
    CompletableFuture<BsonDocument> build = build(PLAIN);
    CompletableFuture<BsonDocument> same =
        CompletableFuture.supplyAsync(
            () -> createIndex(PLAIN), task -> Thread.ofPlatform().start(task));
    assertThrows(TimeoutException.class, () -> same.get(50, TimeUnit.MILLISECONDS));
    assertFalse(same.isDone());
    resume(build);
    BsonDocument reply = PausedBuild.answer(same);
    assertEquals(2, reply.getNumber("before").intValue());
    assertEquals(2, reply.getNumber("after").intValue());
  }

  /** Who waits makes the index itself where the other does not. */
  @EveryBackend
  void whoWaitsForAKilledBuildMakesTheIndex(String backend, @TempDir Path folder) throws Exception {
    open(backend, folder);
    CompletableFuture<BsonDocument> build = build(PLAIN);
    int opid = engine.operations().active().iterator().next().opid();
    CompletableFuture<BsonDocument> same =
        CompletableFuture.supplyAsync(
            () -> createIndex(PLAIN), task -> Thread.ofPlatform().start(task));
    engine.operations().kill(opid);
    paused.resume();
    assertEquals(11601, failure(build));
    assertEquals(2, PausedBuild.answer(same).getNumber("after").intValue());
    assertEquals(List.of("_id_", "a_1"), names());
    checkConsistent();
  }

  @EveryBackend
  void theCollectionIsNotChangedMeanwhile(String backend, @TempDir Path folder) throws Exception {
    open(backend, folder);
    CompletableFuture<BsonDocument> build = build(PLAIN);
    try (Operation operation = begin()) {
      Namespace other = new Namespace(NS.database(), "other");
      assertEquals(
          12587, refusal(() -> engine.catalog().rename(operation, NS, other, false, null)));
      BsonDocument change = doc("{validationLevel: 'off'}");
      assertEquals(12587, refusal(() -> engine.catalog().collMod(operation, NS, change, false)));
    }
    resume(build);
    assertEquals(List.of("_id_", "a_1"), names());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "xodus"})
  void anIndexWhoseBuildDiedWithTheServerIsGone(String backend, @TempDir Path folder)
      throws Exception {
    open(backend, folder);
    CompletableFuture<BsonDocument> build = build(PLAIN);
    insert("{_id: 'new', a: 'new'}");
    var dead = engine;
    engine =
        store.crash(
            dead,
            () -> {
              engine = open(store.storage());
              assertEquals(List.of("_id_"), names());
              checkConsistent();
              assertEquals(DOCUMENTS + 1, find("{}").size());
              createIndex(PLAIN);
              checkConsistent();
              // The dead one goes on with files that nobody reads again.
              paused.resume();
              var _ = build.handle((_, _) -> "ended").join();
              return engine;
            });
    assertEquals(1, find("{a: 'new'}").size());
  }

  @EveryBackend
  void aTransactionThatSpansTheBuildsEndDoesNotBreakUniqueKeys(String backend, @TempDir Path folder)
      throws Exception {
    open(backend, folder);
    UUID within = UUID.randomUUID();
    UUID beyond = UUID.randomUUID();
    CompletableFuture<BsonDocument> build = build(UNIQUE);
    write(within, "{_id: 'within', u: 'within'}");
    write(beyond, "{_id: 'beyond', u: 7}");
    commit(within);
    resume(build);
    assertEquals(112, refusal(() -> commit(beyond)));
    assertEquals(1, find("{u: 'within'}").size());
    assertEquals(1, find("{u: 7}").size());
    checkConsistent();
  }

  @EveryBackend
  void aDuplicateThatATransactionBringsEndsTheBuild(String backend, @TempDir Path folder)
      throws Exception {
    open(backend, folder);
    UUID session = UUID.randomUUID();
    CompletableFuture<BsonDocument> build = build(UNIQUE);
    write(session, "{_id: 'twice', u: 7}");
    commit(session);
    paused.resume();
    assertEquals(11000, failure(build));
    checkConsistent();
  }

  /** Two arrays give a compound index more keys than it may have. */
  @EveryBackend
  void aDocumentThatTheIndexCannotHaveEndsTheBuild(String backend, @TempDir Path folder)
      throws Exception {
    open(backend, folder);
    CompletableFuture<BsonDocument> build = build(COMPOUND);
    assertEquals(1, insert("{_id: 'bad', u: [1, 2], a: [1, 2]}").n());
    paused.resume();
    assertEquals(171, failure(build));
    assertEquals(List.of("_id_"), names());
    assertEquals(1, find("{_id: 'bad'}").size());
    checkConsistent();
    delete("{_id: 'bad'}", true);
    createIndex(COMPOUND);
    assertEquals(1, insert("{_id: 'bad', u: [1, 2], a: [1, 2]}").errors().size());
    checkConsistent();
  }

  @EveryBackend
  void aDocumentThatTheIndexCannotHaveMayBeMended(String backend, @TempDir Path folder)
      throws Exception {
    open(backend, folder);
    CompletableFuture<BsonDocument> build =
        paused.start(
            () -> {
              try (Operation operation = begin()) {
                engine.indexes().create(operation, NS, List.of(doc(COMPOUND), doc(PLAIN)));
                return new BsonDocument();
              }
            });
    assertEquals(3, insert(bad("'mended'"), bad("'gone'"), bad("'worse'")).n());
    for (String id : List.of("3", "2400")) {
      update("{_id: " + id + "}", "{$set: {u: [1, 2], a: [1, 2]}}", false, false);
      update("{_id: " + id + "}", "{$set: {u: 'mended'}}", false, false);
    }
    update("{_id: 4}", "{$set: {u: [1, 2], a: [1, 2]}}", false, false);
    delete("{_id: 4}", true);
    update("{_id: 'worse'}", "{$push: {u: 3}}", false, false);
    update("{_id: 'worse'}", "{$set: {u: 'mended'}}", false, false);
    update("{_id: 'mended'}", "{$set: {u: 'mended'}}", false, false);
    delete("{_id: 'gone'}", true);
    resume(build);
    assertEquals(List.of("_id_", "u_1_a_1", "a_1"), names());
    checkConsistent();
    assertEquals(4, find("{u: 'mended', a: 2}").size());
    assertEquals(1, insert(bad("'late'")).errors().size());
  }

  private static String bad(String id) {
    return "{_id: " + id + ", u: [1, 2], a: [1, 2]}";
  }

  /** It is asked again when the build ends, though the search for it came long before. */
  @EveryBackend
  void aTransactionBringsADocumentThatTheIndexCannotHave(String backend, @TempDir Path folder)
      throws Exception {
    open(backend, folder);
    UUID within = UUID.randomUUID();
    CompletableFuture<BsonDocument> build = build(COMPOUND);
    write(within, bad("'within'"));
    commit(within);
    paused.resume();
    assertEquals(171, failure(build));
    assertEquals(List.of("_id_"), names());
    checkConsistent();
  }

  @EveryBackend
  void aTransactionThatBringsOneTooLateConflicts(String backend, @TempDir Path folder)
      throws Exception {
    open(backend, folder);
    UUID beyond = UUID.randomUUID();
    UUID never = UUID.randomUUID();
    CompletableFuture<BsonDocument> build = build(COMPOUND);
    write(beyond, bad("'beyond'"));
    write(never, bad("'never'"));
    resume(build);
    assertEquals(112, refusal(() -> commit(beyond)));
    assertEquals(List.of("_id_", "u_1_a_1"), names());
    assertEquals(0, find("{u: 2}").stream().filter(each -> each.isArray("u")).count());
    checkConsistent();
  }

  private void write(UUID session, String document) {
    try (Operation operation = begin(session, 1, true, "insert")) {
      assertEquals(1, insert(operation, document).n());
    }
  }

  private void commit(UUID session) {
    try (Operation operation = begin(session, 1, false, "commitTransaction")) {
      SessionTransactions.of(operation, "commitTransaction").commit(operation);
    }
  }
}
