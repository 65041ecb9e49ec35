"""A day of ordinary work through pymongo. Exits 1 at the first answer that is not MongoDB's."""

import sys
import datetime

import pymongo
from bson import ObjectId
from bson.decimal128 import Decimal128
from bson.int64 import Int64
from pymongo.errors import BulkWriteError, DuplicateKeyError, OperationFailure


def check(actual, expected, what):
    if actual != expected:
        sys.exit(f"pymongo: {what}: expected {expected!r}, got {actual!r}")


def code_of(action):
    try:
        action()
    except OperationFailure as failure:
        return failure.code
    return None


def main(uri):
    client = pymongo.MongoClient(uri, serverSelectionTimeoutMS=10000)
    hello = client.admin.command("hello")
    check(hello["isWritablePrimary"], True, "primary")
    check(hello["maxWireVersion"], 27, "wire version")
    check(client.server_info()["versionArray"][:2], [8, 2], "version")
    database = client.get_database("clients_python")
    client.drop_database(database.name)
    things = database["things"]

    check(things.insert_one({"_id": 1, "name": "first"}).inserted_id, 1, "insert_one")
    documents = [
        {"_id": i, "name": f"name{i}", "group": i % 7, "tags": ["a", f"t{i % 3}"], "deep": {"n": i}}
        for i in range(2, 1001)
    ]
    check(len(things.insert_many(documents).inserted_ids), 999, "insert_many")
    check(things.count_documents({}), 1000, "count of all")
    check(things.estimated_document_count(), 1000, "estimated count")
    check(sum(1 for _ in things.find({}, batch_size=100)), 1000, "a cursor over many batches")
    check(things.find_one({"_id": 500})["deep"], {"n": 500}, "find by id")
    check(
        [d["_id"] for d in things.find({"deep.n": {"$gt": 990}}).sort("_id", -1).limit(3)],
        [1000, 999, 998],
        "range, sort and limit",
    )
    check(
        things.find_one({"_id": 9}, {"name": 1}), {"_id": 9, "name": "name9"}, "projection"
    )

    check(things.create_index([("group", 1), ("deep.n", -1)]), "group_1_deep.n_-1", "index")
    check(things.create_index("name", unique=True), "name_1", "unique index")
    plan = things.find({"group": 3}).sort("deep.n", -1).explain()["queryPlanner"]["winningPlan"]
    check("IXSCAN" in str(plan) and "SORT" not in str(plan), True, f"plan by index: {plan}")
    check(things.count_documents({"group": 3}), 143, "count by index")
    check(things.count_documents({"tags": "t1"}), 333, "elements of arrays")
    try:
        things.insert_one({"name": "name7"})
        sys.exit("pymongo: a duplicate key was accepted")
    except DuplicateKeyError as error:
        check(error.code, 11000, "duplicate key")
        check(error.details["keyValue"], {"name": "name7"}, "keyValue of a duplicate key")

    update = things.update_many({"group": 2}, {"$inc": {"n": 5}, "$push": {"tags": "new"}})
    check((update.matched_count, update.modified_count), (143, 143), "update_many")
    update = things.update_one({"_id": "new"}, {"$set": {"x": 1}}, upsert=True)
    check(update.upserted_id, "new", "upsert")
    update = things.update_one({"_id": 2}, [{"$set": {"both": {"$add": ["$n", "$group"]}}}])
    check(update.modified_count, 1, "pipeline update")
    check(things.find_one({"_id": 2})["both"], 7, "pipeline update's value")
    changed = things.find_one_and_update(
        {"_id": 3}, {"$set": {"seen": True}}, return_document=pymongo.ReturnDocument.AFTER
    )
    check(changed["seen"], True, "find_one_and_update")
    check(things.find_one_and_delete({"_id": "new"})["x"], 1, "find_one_and_delete")
    check(things.replace_one({"_id": 4}, {"name": "only"}).modified_count, 1, "replace_one")
    check(things.find_one({"_id": 4}), {"_id": 4, "name": "only"}, "replaced")

    try:
        things.bulk_write(
            [
                pymongo.InsertOne({"_id": "b1", "name": "b1"}),
                pymongo.InsertOne({"_id": "b1", "name": "b2"}),
                pymongo.UpdateOne({"_id": 5}, {"$set": {"bulk": 1}}),
            ],
            ordered=False,
        )
        sys.exit("pymongo: a bulk write with a duplicate succeeded")
    except BulkWriteError as error:
        check(error.details["nInserted"], 1, "bulk inserts")
        check(error.details["nModified"], 1, "bulk updates")
        check(error.details["writeErrors"][0]["index"], 1, "bulk error index")

    groups = list(
        things.aggregate(
            [
                {"$match": {"group": {"$exists": True}}},
                {"$group": {"_id": "$group", "n": {"$sum": 1}, "max": {"$max": "$deep.n"}}},
                {"$sort": {"_id": 1}},
            ]
        )
    )
    check(len(groups), 7, "groups")
    check(groups[0], {"_id": 0, "n": 142, "max": 994}, "first group")
    check(
        list(database.aggregate([{"$documents": [{"a": 1}]}, {"$set": {"b": {"$add": ["$a", 1]}}}])),
        [{"a": 1, "b": 2}],
        "$documents",
    )
    check(sorted(things.distinct("group")), [0, 1, 2, 3, 4, 5, 6], "distinct")

    notes = database["notes"]
    notes.insert_many(
        [
            {"_id": 1, "text": "Coffee and cakes"},
            {"_id": 2, "text": ["tea", "a cup of COFFEE"]},
            {"_id": 3, "text": "coffee"},
            {"_id": 4, "text": "nothing to drink"},
        ]
    )
    check(notes.create_index([("text", "text")]), "text_text", "text index")
    score = {"$meta": "textScore"}
    check(
        [
            (d["_id"], d["score"])
            for d in notes.find({"$text": {"$search": "coffee -cup"}}, {"score": score}).sort(
                "score", score
            )
        ],
        [(3, 1.0), (1, 0.75)],
        "words with their scores",
    )
    search = {"$match": {"$text": {"$search": "baking cake tea"}}}
    check(sorted(d["_id"] for d in notes.aggregate([search])), [1, 2], "words in a pipeline")
    notes.update_one({"_id": 4}, {"$set": {"text": "tea"}})
    notes.delete_one({"$text": {"$search": "cakes"}})
    check(sorted(d["_id"] for d in notes.aggregate([search])), [2, 4], "words after writes")
    notes.drop()

    every = {
        "_id": ObjectId(),
        "double": 1.5,
        "long": Int64(2**60),
        "decimal": Decimal128("1.100"),
        "date": datetime.datetime(2026, 1, 2, 3, 4, 5, 6000),
        "bytes": b"\x00\x01",
        "null": None,
        "list": [1, [2, {"x": True}]],
        "text": "grüße \U0001f9a6",
    }
    database["types"].insert_one(every)
    check(database["types"].find_one(), every, "values of every type")

    check(code_of(lambda: database.command("noSuchCommand")), 59, "unknown command")
    check(code_of(lambda: list(things.find({"a": {"$bad": 1}}))), 2, "unknown operator")
    check(code_of(lambda: things.update_one({"_id": 6}, {"$set": {"_id": 7}})), 66, "_id change")
    check(code_of(lambda: database.command("find", "things", bad=1)), 40415, "unknown field")

    with client.start_session(causal_consistency=True) as session:
        things.insert_one({"_id": "session", "name": "session"}, session=session)
        check(things.find_one({"_id": "session"}, session=session)["name"], "session", "session")
    check(things.delete_many({"group": {"$in": [1, 2]}}).deleted_count, 285, "delete_many")
    check(things.with_options(write_concern=pymongo.WriteConcern(w=1, j=True))
          .delete_one({"_id": 7}).deleted_count, 1, "journaled delete")
    check(sorted(database.list_collection_names()), ["things", "types"], "collections")
    things.rename("renamed")
    check(database["renamed"].count_documents({"_id": 9}), 0, "group 2 is gone")
    check(database["renamed"].count_documents({"_id": 10}), 1, "renamed collection")
    client.drop_database(database.name)
    check(database.name in client.list_database_names(), False, "dropped database")
    print("pymongo: ok")


main(sys.argv[1])
