package dev.meerkat.spi.command;

import dev.meerkat.spi.BsonBytes;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The fields that every command has. Null is a field that was left out. Threads: immutable.
 *
 * @param session the client's session ({@code lsid})
 * @param transactionNumber {@code txnNumber}, 0 or more, or -1
 * @param statementIds {@code stmtId} or {@code stmtIds}; empty where absent
 * @param autocommit false in a transaction; true without the field
 * @param startTransaction whether the command begins a transaction
 * @param readConcern as given, or {@link ReadConcern#NONE}
 * @param writeConcern as given, or {@link WriteConcern#NONE}
 * @param maxTimeMillis 0 for no limit
 * @param comment any value that the client attached
 * @param apiVersion the Stable API version, {@code "1"}
 * @param apiStrict whether what is outside the Stable API is refused
 * @param apiDeprecationErrors whether what is deprecated in the Stable API is refused
 * @param clusterTime the bits of {@code $clusterTime.clusterTime}, or 0
 * @param readPreference {@code $readPreference} as it came
 */
public record CommonFields(
    @Nullable SessionId session,
    long transactionNumber,
    List<Integer> statementIds,
    boolean autocommit,
    boolean startTransaction,
    ReadConcern readConcern,
    WriteConcern writeConcern,
    int maxTimeMillis,
    @Nullable BsonValue comment,
    @Nullable String apiVersion,
    boolean apiStrict,
    boolean apiDeprecationErrors,
    long clusterTime,
    @Nullable BsonDocument readPreference) {

  private static final int LSID = 1;
  private static final int TXN_NUMBER = 2;
  private static final int STMT_ID = 3;
  private static final int STMT_IDS = 4;
  private static final int AUTOCOMMIT = 5;
  private static final int START_TRANSACTION = 6;
  private static final int READ_CONCERN = 7;
  private static final int WRITE_CONCERN = 8;
  private static final int MAX_TIME_MS = 9;
  private static final int COMMENT = 10;
  private static final int API_VERSION = 11;
  private static final int API_STRICT = 12;
  private static final int API_DEPRECATION_ERRORS = 13;
  private static final int CLUSTER_TIME = 14;
  private static final int READ_PREFERENCE = 15;

  /** In the order of the numbers above. */
  static final List<Field> FIELDS =
      List.of(
          Field.string("$db"),
          Field.document("lsid"),
          Field.of("txnNumber", BsonBytes.INT64),
          Field.integral("stmtId"),
          Field.array("stmtIds"),
          Field.bool("autocommit"),
          Field.bool("startTransaction"),
          Field.document("readConcern"),
          Field.document("writeConcern"),
          Field.integral("maxTimeMS").exact().range(0, Integer.MAX_VALUE),
          Field.any("comment"),
          Field.string("apiVersion"),
          Field.bool("apiStrict"),
          Field.bool("apiDeprecationErrors"),
          Field.document("$clusterTime"),
          Field.document("$readPreference"),
          Field.bool("rawData").unstable());

  /** Whether the command belongs to a multi-document transaction. */
  public boolean isInTransaction() {
    return !autocommit;
  }

  /** What the command says of the Stable API. */
  public ApiParameters api() {
    return new ApiParameters(apiVersion, apiStrict, apiDeprecationErrors);
  }

  static CommonFields parse(Fields fields, int slot) {
    byte[] array = fields.bytes();
    int lsid = fields.valueAt(slot + LSID);
    int txnNumber = fields.valueAt(slot + TXN_NUMBER);
    int autocommit = fields.valueAt(slot + AUTOCOMMIT);
    int start = fields.valueAt(slot + START_TRANSACTION);
    int readConcern = fields.valueAt(slot + READ_CONCERN);
    int writeConcern = fields.valueAt(slot + WRITE_CONCERN);
    int maxTime = fields.valueAt(slot + MAX_TIME_MS);
    int comment = fields.valueAt(slot + COMMENT);
    int version = fields.valueAt(slot + API_VERSION);
    int clusterTime = fields.valueAt(slot + CLUSTER_TIME);
    int preference = fields.valueAt(slot + READ_PREFERENCE);
    return new CommonFields(
        lsid == 0 ? null : SessionId.parse(array, lsid),
        txnNumber == 0 ? -1 : CommonRules.transactionNumber(BsonBytes.int64(array, txnNumber)),
        CommonRules.statementIds(fields, slot + STMT_ID, slot + STMT_IDS),
        autocommit == 0 || CommonRules.autocommit(array[autocommit] != 0),
        start != 0 && CommonRules.startTransaction(array[start] != 0),
        readConcern == 0 ? ReadConcern.NONE : ReadConcern.parse(array, readConcern),
        writeConcern == 0 ? WriteConcern.NONE : WriteConcern.parse(array, writeConcern),
        maxTime == 0 ? 0 : (int) Coercion.int64(fields.typeAt(slot + MAX_TIME_MS), array, maxTime),
        comment == 0 ? null : BsonBytes.decode(array, fields.typeAt(slot + COMMENT), comment),
        version == 0 ? null : CommonRules.apiVersion(BsonBytes.string(array, version)),
        isTrue(fields, slot + API_STRICT),
        isTrue(fields, slot + API_DEPRECATION_ERRORS),
        clusterTime == 0 ? 0 : ClusterTime.parse(array, clusterTime),
        preference == 0 ? null : CommonRules.readPreference(array, preference));
  }

  /** Whether {@code apiStrict} or {@code apiDeprecationErrors} is there, true or false. */
  static boolean hasApiParameters(Fields fields, int slot) {
    return fields.valueAt(slot + API_STRICT) != 0
        || fields.valueAt(slot + API_DEPRECATION_ERRORS) != 0;
  }

  private static boolean isTrue(Fields fields, int slot) {
    int value = fields.valueAt(slot);
    return value != 0 && fields.bytes()[value] != 0;
  }
}
