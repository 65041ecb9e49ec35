package dev.meerkat.spi.command;

import dev.meerkat.spi.BsonBytes;
import dev.meerkat.spi.DocumentView;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What the common fields must be, one by one and together. Threads: immutable. */
final class CommonRules {
  private static final ErrorCode API_PARAMETERS_WITHOUT_VERSION = ErrorCode.location(4886600);
  private static final ErrorCode NOT_A_RETRYABLE_WRITE =
      new ErrorCode(50768, "NotARetryableWriteCommand");
  private static final String MORE_ON_VERSIONS =
      " Information on supported commands and migrations in API Version 1 can be found at"
          + " https://dochub.mongodb.org/core/manual-versioned-api";
  private static final Set<String> PROVENANCES =
      Set.of(
          "clientSupplied",
          "implicitDefault",
          "customDefault",
          "getLastErrorDefaults",
          "internalWriteDefault");
  private static final Set<String> READ_MODES =
      Set.of("primary", "primaryPreferred", "secondary", "secondaryPreferred", "nearest");
  private static final DocumentSchema READ_PREFERENCE =
      DocumentSchema.of(
          "$readPreference",
          Field.string("mode").required(),
          Field.array("tags"),
          Field.integral("maxStalenessSeconds").atLeast(0),
          Field.document("hedge"));

  private CommonRules() {}

  static void check(CommandSchema command, CommandRequest request, int commonSlot) {
    CommonFields common = request.common();
    stableApi(command, request, common, commonSlot);
    session(command, common);
    concerns(command, common);
  }

  private static void stableApi(
      CommandSchema command, CommandRequest request, CommonFields common, int commonSlot) {
    if (common.apiVersion() == null) {
      if (CommonFields.hasApiParameters(request, commonSlot)) {
        throw new ServerException(
            API_PARAMETERS_WITHOUT_VERSION,
            "Provided apiStrict and/or apiDeprecationErrors without passing apiVersion");
      }
      return;
    }
    if (common.apiDeprecationErrors() && command.isDeprecated()) {
      throw new ServerException(
          ErrorCode.API_DEPRECATION_ERROR,
          "Provided apiDeprecationErrors:true, but the command %s is deprecated in API Version 1."
                  .formatted(command.name())
              + MORE_ON_VERSIONS);
    }
    if (!common.apiStrict()) {
      return;
    }
    if (!command.isStable()) {
      throw strict(
          "Provided apiStrict:true, but the command %s is not in API Version 1."
                  .formatted(command.name())
              + MORE_ON_VERSIONS);
    }
    for (Field field : command.document().fields()) {
      if (!field.stable && request.has(field.name)) {
        throw strict(
            "BSON field '%s.%s' is not allowed with apiStrict:true."
                .formatted(command.name(), field.name));
      }
    }
  }

  private static void session(CommandSchema command, CommonFields common) {
    boolean numbered = common.transactionNumber() >= 0;
    if (numbered && common.session() == null) {
      throw options("Transaction number requires a session ID to also be specified");
    }
    if (!numbered && !common.autocommit()) {
      throw options("'autocommit' field requires a transaction number to also be specified");
    }
    if (common.startTransaction() && common.autocommit()) {
      throw options(
          numbered
              ? "Must specify autocommit=false on all operations of a multi-statement transaction."
              : "'startTransaction' field requires a transaction number to also be specified");
    }
    if (common.isInTransaction() && !command.isAllowedInTransactions()) {
      throw notInTransactions(command);
    }
    if (numbered && common.autocommit() && !command.isRetryable()) {
      throw new ServerException(
          NOT_A_RETRYABLE_WRITE,
          "txnNumber may only be provided for multi-document transactions and retryable write"
              + " commands. autocommit:false was not provided, and "
              + command.name()
              + " is not a retryable write command.");
    }
  }

  static ServerException notInTransactions(CommandSchema command) {
    return new ServerException(
        ErrorCode.OPERATION_NOT_SUPPORTED_IN_TRANSACTION,
        "Cannot run '" + command.name() + "' in a multi-document transaction.");
  }

  private static void concerns(CommandSchema command, CommonFields common) {
    if (common.writeConcern().isGiven() && !command.takesWriteConcern()) {
      throw options("Command " + command.name() + " does not support writeConcern");
    }
    if (common.isInTransaction()) {
      // What a transaction reads is asked for by its first command, whichever that is.
      return;
    }
    ReadConcern.Level level = common.readConcern().level();
    boolean snapshot = level == ReadConcern.Level.SNAPSHOT && !command.takesSnapshotReadConcern();
    if (snapshot || level != ReadConcern.Level.LOCAL && !command.takesReadConcern()) {
      throw options(
          "Command %s does not support { readConcern: { level: \"%s\" } }"
              .formatted(command.name(), level.wireName()));
    }
  }

  static long transactionNumber(long number) {
    if (number < 0) {
      throw options("Transaction number cannot be negative");
    }
    return number;
  }

  static boolean autocommit(boolean value) {
    if (value) {
      throw options("Specifying autocommit=true is not allowed.");
    }
    return false;
  }

  static boolean startTransaction(boolean value) {
    if (!value) {
      throw options("Specifying startTransaction=false is not allowed.");
    }
    return true;
  }

  static List<Integer> statementIds(Fields fields, int one, int many) {
    int single = fields.valueAt(one);
    int several = fields.valueAt(many);
    if (several == 0) {
      return single == 0
          ? List.of()
          : List.of((int) Coercion.int64(fields.typeAt(one), fields.bytes(), single));
    }
    if (single != 0) {
      throw options("May not specify both stmtId and stmtIds in a command");
    }
    return integers(fields.bytes(), several);
  }

  private static List<Integer> integers(byte[] array, int offset) {
    List<Integer> numbers = new ArrayList<>();
    int element = BsonBytes.firstElement(offset);
    while (array[element] != BsonBytes.END) {
      if (array[element] != BsonBytes.INT32) {
        throw new ServerException(ErrorCode.TYPE_MISMATCH, "stmtIds must be 32-bit integers");
      }
      numbers.add(BsonBytes.int32(array, BsonBytes.valueOffset(array, element)));
      element = BsonBytes.nextElement(array, element);
    }
    return numbers;
  }

  static String apiVersion(String version) {
    if (!"1".equals(version)) {
      throw new ServerException(ErrorCode.API_VERSION_ERROR, "API version must be \"1\"");
    }
    return version;
  }

  static long timestamp(Fields fields, String name) {
    BsonValue value = fields.value(name);
    if (value == null) {
      return 0;
    }
    long bits = value.asTimestamp().getValue();
    // As mongod's: a time without seconds is none.
    if (bits >>> 32 == 0) {
      throw options(name + " cannot be a null timestamp");
    }
    return bits;
  }

  static @Nullable BsonDocument readPreference(byte[] array, int offset) {
    DocumentView view = DocumentView.borrowed(array, offset);
    if (view.isEmpty()) {
      return null;
    }
    Fields fields = READ_PREFERENCE.parse(view);
    String mode = fields.string("mode");
    if (!READ_MODES.contains(mode)) {
      throw new ServerException(
          ErrorCode.FAILED_TO_PARSE, "Could not parse $readPreference mode '" + mode + "'");
    }
    if (mode.equals("primary")) {
      primary(fields);
    }
    return view.toBson();
  }

  /** There is one primary, and it is not stale: nothing can be chosen. */
  private static void primary(Fields fields) {
    for (BsonValue tags : fields.has("tags") ? fields.array("tags") : new BsonArray()) {
      if (!tags.isDocument() || !tags.asDocument().isEmpty()) {
        throw new ServerException(
            ErrorCode.BAD_VALUE, "Only empty tags are allowed with primary read preference");
      }
    }
    if (fields.int64("maxStalenessSeconds", 0) != 0) {
      throw new ServerException(
          ErrorCode.BAD_VALUE, "maxStalenessSeconds can not be set for the primary mode");
    }
  }

  static void provenance(Fields fields, String path) {
    if (fields.has("provenance") && !PROVENANCES.contains(fields.string("provenance"))) {
      throw new ServerException(
          ErrorCode.BAD_VALUE,
          "Enumeration value '%s' for field '%s.provenance' is not a valid value."
              .formatted(fields.string("provenance"), path));
    }
  }

  private static ServerException options(String message) {
    return new ServerException(ErrorCode.INVALID_OPTIONS, message);
  }

  private static ServerException strict(String message) {
    return new ServerException(ErrorCode.API_STRICT_ERROR, message);
  }
}
