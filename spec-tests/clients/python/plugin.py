"""The example plugin's stage, expression, command and mechanism, through pymongo."""

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

# One connection, so that the login is of the connection that asks who has logged in.
single = pymongo.MongoClient(sys.argv[1], maxPoolSize=1, serverSelectionTimeoutMS=10000)
hello = single.admin.command("hello", saslSupportedMechs="admin.guest")
check(hello["saslSupportedMechs"], ["EXAMPLE-PASSPHRASE"], "saslSupportedMechs")
check(
    single.admin.command("getParameter", authenticationMechanisms=1)["authenticationMechanisms"],
    ["EXAMPLE-PASSPHRASE"],
    "authenticationMechanisms",
)
started = single.admin.command("saslStart", mechanism="EXAMPLE-PASSPHRASE", payload=b"guest")
check((started["done"], started["payload"]), (False, b"the passphrase?"), "saslStart")
ended = single.admin.command("saslContinue", conversationId=1, payload=b"let me in")
check(ended["done"], True, "saslContinue")
check(
    single.admin.command("connectionStatus")["authInfo"]["authenticatedUsers"],
    [{"user": "guest", "db": "admin"}],
    "connectionStatus",
)
try:
    single.admin.command("saslStart", mechanism="SCRAM-SHA-256", payload=b"")
    sys.exit("plugin: a mechanism that is not there was accepted")
except pymongo.errors.OperationFailure as failure:
    check(failure.code, 334, "a missing mechanism's code")
single.close()
client.drop_database(database.name)
print("plugin: ok")
