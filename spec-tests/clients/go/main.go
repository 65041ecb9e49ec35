// A day of ordinary work through the Go driver. Exits 1 at the first answer that is not MongoDB's.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"
)

func check(actual, expected any, what string) {
	if !reflect.DeepEqual(actual, expected) {
		fmt.Fprintf(os.Stderr, "go: %s: expected %v, got %v\n", what, expected, actual)
		os.Exit(1)
	}
}

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, "go:", err)
		os.Exit(1)
	}
	return value
}

func codeOf(err error) int {
	var server mongo.ServerError
	if errors.As(err, &server) {
		for _, code := range []int{59, 2, 11000, 40415, 66} {
			if server.HasErrorCode(code) {
				return code
			}
		}
	}
	return 0
}

type thing struct {
	ID    int32    `bson:"_id"`
	Group int32    `bson:"group"`
	Tags  []string `bson:"tags"`
}

func main() {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	client := must(mongo.Connect(options.Client().ApplyURI(os.Args[1]).SetServerSelectionTimeout(10 * time.Second)))
	defer client.Disconnect(ctx)
	database := client.Database("clients_go")
	must(0, database.Drop(ctx))
	things := database.Collection("things")

	var documents []any
	for i := int32(0); i < 1000; i++ {
		documents = append(documents, thing{i, i % 5, []string{"x", fmt.Sprint("t", i%3)}})
	}
	check(len(must(things.InsertMany(ctx, documents)).InsertedIDs), 1000, "insert many")
	check(must(things.CountDocuments(ctx, bson.D{{"group", 2}})), int64(200), "count")
	var one thing
	must(0, things.FindOne(ctx, bson.D{{"_id", 42}}).Decode(&one))
	check(one, thing{42, 2, []string{"x", "t0"}}, "find one")
	var all []thing
	must(0, must(things.Find(ctx, bson.D{}, options.Find().SetBatchSize(90))).All(ctx, &all))
	check(len(all), 1000, "a cursor over many batches")

	check(must(things.Indexes().CreateOne(ctx, mongo.IndexModel{Keys: bson.D{{"group", 1}, {"_id", -1}}})),
		"group_1__id_-1", "index")
	var sorted []thing
	must(0, must(things.Find(ctx, bson.D{{"group", bson.D{{"$in", bson.A{1, 3}}}}},
		options.Find().SetSort(bson.D{{"_id", -1}}).SetLimit(3))).All(ctx, &sorted))
	check([]int32{sorted[0].ID, sorted[1].ID, sorted[2].ID}, []int32{998, 996, 993}, "sort over an index")

	update := must(things.UpdateMany(ctx, bson.D{{"tags", "t1"}}, bson.D{{"$mul", bson.D{{"group", 10}}}}))
	check(update.MatchedCount, int64(333), "update many")
	var after bson.M
	must(0, things.FindOneAndUpdate(ctx, bson.D{{"_id", 4}, {"tags", "t1"}},
		bson.D{{"$set", bson.D{{"tags.$", "changed"}}}},
		options.FindOneAndUpdate().SetReturnDocument(options.After)).Decode(&after))
	check(after["tags"], bson.A{"x", "changed"}, "positional update")
	replaced := must(things.ReplaceOne(ctx, bson.D{{"_id", 5000}}, bson.D{{"group", 1}}, options.Replace().SetUpsert(true)))
	check(replaced.UpsertedID, int32(5000), "upsert by replacement")

	var groups []bson.M
	must(0, must(things.Aggregate(ctx, mongo.Pipeline{
		{{"$unwind", "$tags"}},
		{{"$group", bson.D{{"_id", "$tags"}, {"n", bson.D{{"$sum", 1}}}}}},
		{{"$sort", bson.D{{"n", -1}, {"_id", 1}}}},
		{{"$limit", 2}},
	})).All(ctx, &groups))
	check(groups[0], bson.M{"_id": "x", "n": int32(1000)}, "first group")
	check(groups[1], bson.M{"_id": "t0", "n": int32(334)}, "second group")

	_, err := things.InsertOne(ctx, bson.D{{"_id", 1}})
	check(mongo.IsDuplicateKeyError(err), true, "duplicate key")
	check(codeOf(database.RunCommand(ctx, bson.D{{"noSuchCommand", 1}}).Err()), 59, "unknown command")
	check(codeOf(things.FindOne(ctx, bson.D{{"$bad", 1}}).Err()), 2, "unknown operator")

	session := must(client.StartSession())
	must(0, mongo.WithSession(ctx, session, func(ctx context.Context) error {
		_, err := things.InsertOne(ctx, bson.D{{"_id", "s"}})
		return err
	}))
	session.EndSession(ctx)
	durable := database.Collection("things", options.Collection().SetWriteConcern(writeconcern.Majority()))
	check(must(durable.DeleteMany(ctx, bson.D{{"group", bson.D{{"$lt", 3}}}})).DeletedCount > 0, true, "delete many")
	check(must(database.ListCollectionNames(ctx, bson.D{})), []string{"things"}, "collections")
	must(0, database.Drop(ctx))
	fmt.Println("go: ok")
}
