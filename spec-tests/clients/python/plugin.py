"""The example plugin's stage, expression and command, through pymongo."""

import sys

import pymongo


def check(actual, expected, what):
    if actual != expected:
        sys.exit(f"plugin: {what}: expected {expected!r}, got {actual!r}")


client = pymongo.MongoClient(sys.argv[1], serverSelectionTimeoutMS=10000)
database = client["clients_plugin"]
client.drop_database(database.name)
database["people"].insert_many(
    [{"_id": i, "name": f"ada king {'x' * (i % 3)}"} for i in range(1, 11)]
)
check(
    [d["_id"] for d in database["people"].aggregate([{"$sort": {"_id": 1}}, {"$everyNth": 3}])],
    [3, 6, 9],
    "$everyNth",
)
check(
    list(database["people"].aggregate(
        [{"$match": {"_id": 2}}, {"$project": {"short": {"$initials": "$name"}}}]
    )),
    [{"_id": 2, "short": "AKX"}],
    "$initials",
)
reply = database.command("greet", "Ada", loudly=True)
check((reply["greeting"], reply["collections"]), ("Hello, Ada!", 1), "greet")
check("greet" in client.admin.command("listCommands")["commands"], True, "listCommands")
try:
    list(database["people"].aggregate([{"$everyNth": 0}]))
    sys.exit("plugin: a bad spec was accepted")
except pymongo.errors.OperationFailure as failure:
    check(failure.code, 9, "a bad spec's code")
client.drop_database(database.name)
print("plugin: ok")
