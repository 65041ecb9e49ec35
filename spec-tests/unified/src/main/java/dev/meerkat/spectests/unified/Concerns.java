package dev.meerkat.spectests.unified;

import com.mongodb.ReadConcern;
import com.mongodb.ReadConcernLevel;
import com.mongodb.ReadPreference;
import com.mongodb.TransactionOptions;
import com.mongodb.WriteConcern;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Read and write concerns and preferences as tests write them. Threads: immutable. */
public final class Concerns {
  private Concerns() {}

  public static ReadConcern readConcern(BsonDocument spec) {
    return spec.containsKey("level")
        ? new ReadConcern(ReadConcernLevel.fromString(spec.getString("level").getValue()))
        : ReadConcern.DEFAULT;
  }

  public static ReadPreference readPreference(BsonDocument spec) {
    String mode = spec.getString("mode").getValue();
    for (String field : spec.keySet()) {
      if (!field.equals("mode") && !field.equals("maxStalenessSeconds")) {
        throw new NotRunnable("read preference with " + field);
      }
    }
    return spec.containsKey("maxStalenessSeconds")
        ? ReadPreference.valueOf(
            mode, List.of(), spec.getNumber("maxStalenessSeconds").longValue(), TimeUnit.SECONDS)
        : ReadPreference.valueOf(mode);
  }

  public static WriteConcern writeConcern(BsonDocument spec) {
    WriteConcern concern = WriteConcern.ACKNOWLEDGED;
    @Nullable BsonValue w = spec.get("w");
    if (w != null) {
      concern =
          w.isString()
              ? new WriteConcern(w.asString().getValue())
              : new WriteConcern(w.asNumber().intValue());
    }
    if (spec.containsKey("journal")) {
      concern = concern.withJournal(spec.getBoolean("journal").getValue());
    }
    if (spec.containsKey("wtimeoutMS")) {
      concern =
          concern.withWTimeout(spec.getNumber("wtimeoutMS").longValue(), TimeUnit.MILLISECONDS);
    }
    return concern;
  }

  /** The options of a transaction; those given otherwise are left. */
  public static TransactionOptions transaction(Arguments arguments) {
    TransactionOptions.Builder options = TransactionOptions.builder();
    arguments.document("readConcern", spec -> options.readConcern(readConcern(spec)));
    arguments.document("writeConcern", spec -> options.writeConcern(writeConcern(spec)));
    arguments.document("readPreference", spec -> options.readPreference(readPreference(spec)));
    arguments.longNumber(
        "maxCommitTimeMS", millis -> options.maxCommitTime(millis, TimeUnit.MILLISECONDS));
    arguments.longNumber("timeoutMS", millis -> options.timeout(millis, TimeUnit.MILLISECONDS));
    return options.build();
  }
}
