package dev.meerkat.spectests.operation;

import com.mongodb.MongoGridFSException;
import com.mongodb.client.gridfs.GridFSBucket;
import com.mongodb.client.gridfs.model.GridFSDownloadOptions;
import com.mongodb.client.gridfs.model.GridFSFile;
import com.mongodb.client.gridfs.model.GridFSUploadOptions;
import dev.meerkat.spectests.unified.Arguments;
import dev.meerkat.spectests.unified.TestFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Files in a bucket. Threads: immutable. */
final class GridFsOperations {
  private GridFsOperations() {}

  static BsonValue upload(Call call) {
    Arguments arguments = call.arguments();
    String name = arguments.string("filename");
    byte[] bytes =
        HexFormat.of().parseHex(arguments.document("source").getString("$$hexBytes").getValue());
    GridFSUploadOptions options = new GridFSUploadOptions();
    arguments.number("chunkSizeBytes", options::chunkSizeBytes);
    // The driver writes no checksum in any case.
    arguments.bool("disableMD5", _ -> {});
    arguments.document("metadata", metadata -> options.metadata(Document.parse(metadata.toJson())));
    GridFSBucket bucket = call.bucket();
    arguments.checkAllRead();
    return new BsonObjectId(
        bucket.uploadFromStream(name, new ByteArrayInputStream(bytes), options));
  }

  static BsonValue download(Call call) {
    BsonValue id = id(call);
    GridFSBucket bucket = call.bucket();
    call.arguments().checkAllRead();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    bucket.downloadToStream(id, out);
    return new BsonBinary(out.toByteArray());
  }

  static BsonValue downloadByName(Call call) {
    Arguments arguments = call.arguments();
    String name = arguments.string("filename");
    GridFSDownloadOptions options = new GridFSDownloadOptions();
    arguments.number("revision", options::revision);
    GridFSBucket bucket = call.bucket();
    arguments.checkAllRead();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    bucket.downloadToStream(name, out, options);
    return new BsonBinary(out.toByteArray());
  }

  static @Nullable BsonValue delete(Call call) {
    BsonValue id = id(call);
    GridFSBucket bucket = call.bucket();
    call.arguments().checkAllRead();
    bucket.delete(id);
    return null;
  }

  /** Not in the driver's public API: each file of that name is deleted. */
  static @Nullable BsonValue deleteByName(Call call) {
    call.emulated();
    String name = call.arguments().string("filename");
    GridFSBucket bucket = call.bucket();
    call.arguments().checkAllRead();
    for (BsonValue id : idsOf(bucket, name)) {
      bucket.delete(id);
    }
    return null;
  }

  /** Answers the files' identifiers and names: no test looks at more. */
  static BsonValue find(Call call) {
    BsonDocument filter = call.arguments().document("filter");
    GridFSBucket bucket = call.bucket();
    call.arguments().checkAllRead();
    BsonArray files = new BsonArray();
    for (GridFSFile file : bucket.find(filter)) {
      files.add(
          new BsonDocument("_id", file.getId())
              .append("filename", new BsonString(file.getFilename())));
    }
    return files;
  }

  static @Nullable BsonValue drop(Call call) {
    GridFSBucket bucket = call.bucket();
    call.arguments().checkAllRead();
    bucket.drop();
    return null;
  }

  static @Nullable BsonValue rename(Call call) {
    BsonValue id = id(call);
    String name = call.arguments().string("newFilename");
    GridFSBucket bucket = call.bucket();
    call.arguments().checkAllRead();
    bucket.rename(id, name);
    return null;
  }

  /** Not in the driver's public API: each file of that name is renamed. */
  static @Nullable BsonValue renameByName(Call call) {
    call.emulated();
    String name = call.arguments().string("filename");
    String newName = call.arguments().string("newFilename");
    GridFSBucket bucket = call.bucket();
    call.arguments().checkAllRead();
    for (BsonValue id : idsOf(bucket, name)) {
      bucket.rename(id, newName);
    }
    return null;
  }

  private static List<BsonValue> idsOf(GridFSBucket bucket, String name) {
    List<BsonValue> ids = new ArrayList<>();
    for (GridFSFile file : bucket.find(new BsonDocument("filename", new BsonString(name)))) {
      ids.add(file.getId());
    }
    if (ids.isEmpty()) {
      throw new MongoGridFSException("there is no file " + name);
    }
    return ids;
  }

  private static BsonValue id(Call call) {
    BsonValue id = call.arguments().value("id");
    if (id == null) {
      throw new TestFailure("argument id is missing");
    }
    return id;
  }
}
