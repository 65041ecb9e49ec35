package dev.meerkat.spi.auth;

import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** What is stored of users. Threads: safe. */
public interface CredentialStore {
  /** A user's credentials for a mechanism, or null where the user or the credentials are absent. */
  @Nullable BsonDocument credentials(String database, String user, String mechanism);
}
