// A shell session: what a person types. Throws at the first answer that is not MongoDB's.
/* global assert, db, print, ObjectId */
function same(actual, expected, what) {
  if (EJSON.stringify(actual) !== EJSON.stringify(expected)) {
    throw new Error(`mongosh: ${what}: expected ${EJSON.stringify(expected)}, got ${EJSON.stringify(actual)}`);
  }
}

db = db.getSiblingDB("clients_mongosh");
db.dropDatabase();
db.people.insertOne({ _id: 1, name: "Ada", born: 1815 });
db.people.insertMany([
  { _id: 2, name: "Grace", born: 1906 },
  { _id: 3, name: "Barbara", born: 1939 },
]);
same(db.people.countDocuments(), 3, "count");
same(db.people.find({ born: { $gt: 1900 } }).sort({ born: -1 }).toArray().map((p) => p.name), ["Barbara", "Grace"], "find");
db.people.createIndex({ born: 1 });
same(db.people.getIndexes().map((i) => i.name), ["_id_", "born_1"], "indexes");
same(db.people.updateOne({ _id: 1 }, { $set: { title: "Countess" } }).modifiedCount, 1, "update");
same(db.people.aggregate([{ $group: { _id: null, first: { $min: "$born" } } }]).toArray(), [{ _id: null, first: 1815 }], "aggregate");
const plan = db.people.find({ born: 1906 }).explain().queryPlanner.winningPlan;
same(plan.inputStage.stage, "IXSCAN", "explain");
same(db.getCollectionNames(), ["people"], "show collections");
same(db.getMongo().getDBNames().includes("clients_mongosh"), true, "show dbs");
same(db.stats().collections, 1, "db.stats");
same(db.people.stats().count, 3, "coll.stats");
same(db.people.validate().valid, true, "validate");
same(rs.status().members.length, 1, "rs.status");
same(rs.conf().members.length, 1, "rs.conf");
same(db.serverStatus().ok, 1, "serverStatus");
same(db.hostInfo().ok, 1, "hostInfo");
same(db.version().startsWith("8.2"), true, "version");
same(Array.isArray(db.currentOp().inprog), true, "currentOp");
let code = 0;
try {
  db.people.insertOne({ _id: 1 });
} catch (error) {
  code = error.code;
}
same(code, 11000, "duplicate key");
same(db.people.deleteMany({}).deletedCount, 3, "delete");
db.dropDatabase();
print("mongosh: ok");
