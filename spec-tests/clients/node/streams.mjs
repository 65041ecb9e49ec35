// Change streams through the Node driver, with a connection that breaks under them. Exits 1 at the
// first event that is lost, told twice, or not MongoDB's.
import assert from "node:assert/strict";
import net from "node:net";
import { MongoClient } from "mongodb";

const target = new URL(process.argv[2]);
const options = { serverSelectionTimeoutMS: 10000, directConnection: true };

/** Passes everything on to the server, until it cuts all connections at once. */
class Proxy {
  sockets = new Set();

  async start() {
    this.server = net.createServer((client) => {
      const server = net.connect(Number(target.port), target.hostname);
      for (const [from, to] of [[client, server], [server, client]]) {
        this.sockets.add(from);
        from.on("error", () => {});
        from.on("close", () => {
          this.sockets.delete(from);
          to.destroy();
        });
        from.pipe(to);
      }
    });
    await new Promise((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    return `mongodb://127.0.0.1:${this.server.address().port}/`;
  }

  cut() {
    const count = this.sockets.size;
    // A reset, not a polite end: the driver takes a write after an end for a mistake of its own.
    for (const socket of this.sockets) socket.resetAndDestroy();
    return count;
  }

  stop() {
    this.server.close();
    this.cut();
  }
}

async function take(stream, count) {
  const events = [];
  while (events.length < count) events.push(await stream.next());
  return events;
}

const outline = (event) => [event.operationType, event.documentKey?._id];
const numbers = (from, to) => Array.from({ length: to - from }, (_, i) => from + i);

const proxy = new Proxy();
const watcher = new MongoClient(await proxy.start(), options);
const writer = new MongoClient(process.argv[2], options);
try {
  const database = writer.db("clients_streams");
  await database.dropDatabase();
  await database.createCollection("things", { changeStreamPreAndPostImages: { enabled: true } });
  const things = database.collection("things");
  const watched = watcher.db("clients_streams").collection("things");

  // Every event once and in order, though the connection breaks four times while it waits and reads.
  const stream = watched.watch([], { fullDocumentBeforeChange: "whenAvailable", maxAwaitTimeMS: 500 });
  await stream.tryNext();
  const told = [];
  for (let round = 0; round < 4; round++) {
    for (const i of numbers(round * 50, round * 50 + 50)) await things.insertOne({ _id: i });
    told.push(...(await take(stream, 20)));
    assert.ok(proxy.cut() > 0, "nothing was cut");
    await things.updateOne({ _id: round }, { $set: { round } });
    told.push(...(await take(stream, 31)));
    assert.deepEqual(outline(told.at(-1)), ["update", round]);
    assert.deepEqual(told.at(-1).updateDescription.updatedFields, { round });
    assert.deepEqual(told.at(-1).fullDocumentBeforeChange, { _id: round });
  }
  const inserted = told.filter((event) => event.operationType === "insert");
  assert.deepEqual(inserted.map((event) => event.documentKey._id), numbers(0, 200));
  await stream.close();

  // Another client goes on behind any event, and at any event's time.
  const later = new MongoClient(process.argv[2], options);
  try {
    const again = later.db("clients_streams").collection("things");
    for (const at of [0, 19, 20, 50, 101, 202]) {
      const resumed = again.watch([], { resumeAfter: told[at]._id });
      assert.deepEqual((await resumed.next())._id, told[at + 1]._id);
      await resumed.close();
    }
    const started = again.watch([], { startAtOperationTime: told[100].clusterTime });
    assert.deepEqual((await started.next())._id, told[100]._id);
    await started.close();
  } finally {
    await later.close();
  }

  // A transaction's events come together; a stream of the database has both collections.
  const all = database.watch([{ $match: { operationType: "insert" } }]);
  await all.tryNext();
  await writer.withSession((session) =>
    session.withTransaction(async () => {
      await things.insertOne({ _id: "t" }, { session });
      await database.collection("others").insertOne({ _id: "t" }, { session });
    }),
  );
  const pair = await take(all, 2);
  assert.deepEqual(pair.map((event) => event.ns.coll), ["things", "others"]);
  assert.ok(pair[0].clusterTime.equals(pair[1].clusterTime));
  assert.ok(pair[0].txnNumber.equals ? pair[0].txnNumber.equals(pair[1].txnNumber) : pair[0].txnNumber === pair[1].txnNumber);
  await all.close();

  // What is dropped ends its stream; behind the invalidation another one begins.
  const last = things.watch();
  await last.tryNext();
  await things.drop();
  const [dropped, invalidated] = await take(last, 2);
  assert.deepEqual([dropped.operationType, invalidated.operationType], ["drop", "invalidate"]);
  const fresh = things.watch([], { startAfter: invalidated._id });
  await things.insertOne({ _id: "fresh" });
  assert.deepEqual(outline(await fresh.next()), ["insert", "fresh"]);
  await fresh.close();
  await database.dropDatabase();
  console.log("node, change streams: ok");
} finally {
  await watcher.close();
  await writer.close();
  proxy.stop();
}
