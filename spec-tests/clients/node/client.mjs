// A day of ordinary work through the Node driver. Exits 1 at the first answer that is not MongoDB's.
import assert from "node:assert/strict";
import { Decimal128, Long, MongoClient, ObjectId } from "mongodb";

async function codeOf(action) {
  try {
    await action();
  } catch (error) {
    return error.code;
  }
  return undefined;
}

const client = new MongoClient(process.argv[2], { serverSelectionTimeoutMS: 10000 });
await client.connect();
try {
  const database = client.db("clients_node");
  await database.dropDatabase();
  const things = database.collection("things");
  const documents = Array.from({ length: 1000 }, (_, i) => ({
    _id: i,
    even: i % 2 === 0,
    list: [i, i + 1],
    at: new Date(1700000000000 + i),
  }));
  assert.equal((await things.insertMany(documents)).insertedCount, 1000);
  assert.equal(await things.countDocuments({ even: true }), 500);
  assert.deepEqual(await things.findOne({ _id: 10 }), documents[10]);
  let seen = 0;
  for await (const _ of things.find().batchSize(64)) seen++;
  assert.equal(seen, 1000);

  await things.createIndexes([{ key: { even: 1, _id: -1 } }, { key: { list: 1 } }]);
  assert.equal((await things.indexes()).length, 3);
  const sorted = await things.find({ even: true }).sort({ _id: -1 }).limit(2).toArray();
  assert.deepEqual(sorted.map((d) => d._id), [998, 996]);
  assert.deepEqual((await things.find({ list: 5 }).sort({ _id: 1 }).toArray()).map((d) => d._id), [4, 5]);

  const updated = await things.updateMany({ _id: { $lt: 10 } }, { $set: { "a.b": 1 }, $addToSet: { list: 1 } });
  assert.equal(updated.modifiedCount, 10);
  const after = await things.findOneAndUpdate(
    { _id: 20 },
    { $set: { "list.$[big]": -1 } },
    { arrayFilters: [{ big: { $gt: 20 } }], returnDocument: "after" },
  );
  assert.deepEqual(after.list, [20, -1]);
  const upsert = await things.updateOne({ _id: "u" }, { $setOnInsert: { x: 1 } }, { upsert: true });
  assert.equal(upsert.upsertedId, "u");

  const bulk = await client.bulkWrite([
    { name: "insertOne", namespace: "clients_node.bulk", document: { _id: 1 } },
    { name: "updateOne", namespace: "clients_node.bulk", filter: { _id: 1 }, update: { $set: { x: 2 } } },
    { name: "deleteMany", namespace: "clients_node.bulk", filter: { x: 3 } },
  ]);
  assert.deepEqual([bulk.insertedCount, bulk.modifiedCount, bulk.deletedCount], [1, 1, 0]);

  const joined = await things
    .aggregate([
      { $match: { _id: { $in: [1, 2] } } },
      { $lookup: { from: "bulk", localField: "_id", foreignField: "_id", as: "found" } },
      { $project: { n: { $size: "$found" }, last: { $arrayElemAt: ["$list", -1] } } },
      { $sort: { _id: 1 } },
    ])
    .toArray();
  assert.deepEqual(joined, [
    { _id: 1, n: 1, last: 2 },
    { _id: 2, n: 0, last: 1 },
  ]);

  const every = {
    _id: new ObjectId(),
    long: Long.fromString("1152921504606846976"),
    decimal: Decimal128.fromString("1.100"),
    nothing: null,
    nested: { a: [1, [2]] },
  };
  await database.collection("types").insertOne(every);
  assert.deepEqual(await database.collection("types").findOne({}, { promoteLongs: false }), every);

  assert.equal(await codeOf(() => things.insertOne({ _id: 1 })), 11000);
  assert.equal(await codeOf(() => database.command({ noSuchCommand: 1 })), 59);
  assert.equal(await codeOf(() => things.find({ $bad: 1 }).toArray()), 2);
  await client.withSession(async (session) => {
    await things.insertOne({ _id: "s" }, { session });
    assert.ok(await things.findOne({ _id: "s" }, { session }));
  });
  assert.equal((await things.deleteMany({ even: false })).deletedCount, 500);
  const names = (await database.listCollections().toArray()).map((c) => c.name).sort();
  assert.deepEqual(names, ["bulk", "things", "types"]);
  await database.dropDatabase();
  console.log("node: ok");
} finally {
  await client.close();
}
