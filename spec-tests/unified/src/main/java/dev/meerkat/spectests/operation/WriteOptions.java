package dev.meerkat.spectests.operation;

import com.mongodb.client.model.CountOptions;
import com.mongodb.client.model.DeleteOptions;
import com.mongodb.client.model.FindOneAndDeleteOptions;
import com.mongodb.client.model.FindOneAndReplaceOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.UpdateOptions;
import dev.meerkat.spectests.unified.Arguments;

/** The driver's option objects, filled from a test's arguments. Threads: immutable. */
final class WriteOptions {
  private WriteOptions() {}

  static UpdateOptions update(Arguments arguments) {
    UpdateOptions options = new UpdateOptions();
    arguments.bool("upsert", options::upsert);
    arguments.bool("bypassDocumentValidation", options::bypassDocumentValidation);
    arguments.collation(options::collation);
    arguments.documents("arrayFilters", options::arrayFilters);
    arguments.hint(options::hint, options::hintString);
    arguments.value("comment", options::comment);
    arguments.document("let", options::let);
    arguments.document("sort", options::sort);
    return options;
  }

  static ReplaceOptions replace(Arguments arguments) {
    ReplaceOptions options = new ReplaceOptions();
    arguments.bool("upsert", options::upsert);
    arguments.bool("bypassDocumentValidation", options::bypassDocumentValidation);
    arguments.collation(options::collation);
    arguments.hint(options::hint, options::hintString);
    arguments.value("comment", options::comment);
    arguments.document("let", options::let);
    arguments.document("sort", options::sort);
    return options;
  }

  static DeleteOptions delete(Arguments arguments) {
    DeleteOptions options = new DeleteOptions();
    arguments.collation(options::collation);
    arguments.hint(options::hint, options::hintString);
    arguments.value("comment", options::comment);
    arguments.document("let", options::let);
    return options;
  }

  static FindOneAndUpdateOptions findOneAndUpdate(Arguments arguments) {
    FindOneAndUpdateOptions options = new FindOneAndUpdateOptions();
    arguments.millis("maxTimeMS", options::maxTime);
    arguments.document("projection", options::projection);
    arguments.document("sort", options::sort);
    arguments.bool("upsert", options::upsert);
    arguments.returnDocument(options::returnDocument);
    arguments.bool("bypassDocumentValidation", options::bypassDocumentValidation);
    arguments.collation(options::collation);
    arguments.documents("arrayFilters", options::arrayFilters);
    arguments.hint(options::hint, options::hintString);
    arguments.value("comment", options::comment);
    arguments.document("let", options::let);
    return options;
  }

  static FindOneAndReplaceOptions findOneAndReplace(Arguments arguments) {
    FindOneAndReplaceOptions options = new FindOneAndReplaceOptions();
    arguments.millis("maxTimeMS", options::maxTime);
    arguments.document("projection", options::projection);
    arguments.document("sort", options::sort);
    arguments.bool("upsert", options::upsert);
    arguments.returnDocument(options::returnDocument);
    arguments.bool("bypassDocumentValidation", options::bypassDocumentValidation);
    arguments.collation(options::collation);
    arguments.hint(options::hint, options::hintString);
    arguments.value("comment", options::comment);
    arguments.document("let", options::let);
    return options;
  }

  static FindOneAndDeleteOptions findOneAndDelete(Arguments arguments) {
    FindOneAndDeleteOptions options = new FindOneAndDeleteOptions();
    arguments.millis("maxTimeMS", options::maxTime);
    arguments.document("projection", options::projection);
    arguments.document("sort", options::sort);
    arguments.collation(options::collation);
    arguments.hint(options::hint, options::hintString);
    arguments.value("comment", options::comment);
    arguments.document("let", options::let);
    return options;
  }

  static CountOptions count(Arguments arguments) {
    CountOptions options = new CountOptions();
    arguments.millis("maxTimeMS", options::maxTime);
    arguments.number("skip", options::skip);
    arguments.number("limit", options::limit);
    arguments.collation(options::collation);
    arguments.hint(options::hint, options::hintString);
    arguments.value("comment", options::comment);
    return options;
  }
}
