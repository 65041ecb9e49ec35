package dev.meerkat.spi;

/**
 * A server error's number and name, exactly as MongoDB has them. Threads: immutable.
 *
 * <p>Named codes are constants here; the thousands of codes without a name of their own come from
 * {@link #location(int)}.
 *
 * @param number MongoDB's number, 1 or more
 * @param codeName MongoDB's name, for example {@code BadValue} or {@code Location40324}
 * @see <a href="https://www.mongodb.com/docs/manual/reference/error-codes/">Error codes</a>
 */
public record ErrorCode(int number, String codeName) {
  public static final ErrorCode INTERNAL_ERROR = new ErrorCode(1, "InternalError");
  public static final ErrorCode BAD_VALUE = new ErrorCode(2, "BadValue");
  public static final ErrorCode NO_SUCH_KEY = new ErrorCode(4, "NoSuchKey");
  public static final ErrorCode GRAPH_CONTAINS_CYCLE = new ErrorCode(5, "GraphContainsCycle");
  public static final ErrorCode HOST_UNREACHABLE = new ErrorCode(6, "HostUnreachable");
  public static final ErrorCode FAILED_TO_PARSE = new ErrorCode(9, "FailedToParse");
  public static final ErrorCode USER_NOT_FOUND = new ErrorCode(11, "UserNotFound");
  public static final ErrorCode UNAUTHORIZED = new ErrorCode(13, "Unauthorized");
  public static final ErrorCode TYPE_MISMATCH = new ErrorCode(14, "TypeMismatch");
  public static final ErrorCode OVERFLOW = new ErrorCode(15, "Overflow");
  public static final ErrorCode INVALID_LENGTH = new ErrorCode(16, "InvalidLength");
  public static final ErrorCode PROTOCOL_ERROR = new ErrorCode(17, "ProtocolError");
  public static final ErrorCode AUTHENTICATION_FAILED = new ErrorCode(18, "AuthenticationFailed");
  public static final ErrorCode ILLEGAL_OPERATION = new ErrorCode(20, "IllegalOperation");
  public static final ErrorCode INVALID_BSON = new ErrorCode(22, "InvalidBSON");
  public static final ErrorCode ALREADY_INITIALIZED = new ErrorCode(23, "AlreadyInitialized");
  public static final ErrorCode NAMESPACE_NOT_FOUND = new ErrorCode(26, "NamespaceNotFound");
  public static final ErrorCode INDEX_NOT_FOUND = new ErrorCode(27, "IndexNotFound");
  public static final ErrorCode PATH_NOT_VIABLE = new ErrorCode(28, "PathNotViable");
  public static final ErrorCode CONFLICTING_UPDATE_OPERATORS =
      new ErrorCode(40, "ConflictingUpdateOperators");
  public static final ErrorCode CURSOR_NOT_FOUND = new ErrorCode(43, "CursorNotFound");
  public static final ErrorCode NAMESPACE_EXISTS = new ErrorCode(48, "NamespaceExists");
  public static final ErrorCode MAX_TIME_MS_EXPIRED = new ErrorCode(50, "MaxTimeMSExpired");
  public static final ErrorCode DOLLAR_PREFIXED_FIELD_NAME =
      new ErrorCode(52, "DollarPrefixedFieldName");
  public static final ErrorCode INVALID_ID_FIELD = new ErrorCode(53, "InvalidIdField");
  public static final ErrorCode NOT_SINGLE_VALUE_FIELD = new ErrorCode(54, "NotSingleValueField");
  public static final ErrorCode INVALID_DB_REF = new ErrorCode(55, "InvalidDBRef");
  public static final ErrorCode EMPTY_FIELD_NAME = new ErrorCode(56, "EmptyFieldName");
  public static final ErrorCode DOTTED_FIELD_NAME = new ErrorCode(57, "DottedFieldName");
  public static final ErrorCode COMMAND_NOT_FOUND = new ErrorCode(59, "CommandNotFound");
  public static final ErrorCode SHARD_KEY_NOT_FOUND = new ErrorCode(61, "ShardKeyNotFound");
  public static final ErrorCode OPLOG_OPERATION_UNSUPPORTED =
      new ErrorCode(62, "OplogOperationUnsupported");
  public static final ErrorCode WRITE_CONCERN_TIMEOUT = new ErrorCode(64, "WriteConcernTimeout");
  public static final ErrorCode IMMUTABLE_FIELD = new ErrorCode(66, "ImmutableField");
  public static final ErrorCode CANNOT_CREATE_INDEX = new ErrorCode(67, "CannotCreateIndex");
  public static final ErrorCode INDEX_ALREADY_EXISTS = new ErrorCode(68, "IndexAlreadyExists");
  public static final ErrorCode INVALID_OPTIONS = new ErrorCode(72, "InvalidOptions");
  public static final ErrorCode INVALID_NAMESPACE = new ErrorCode(73, "InvalidNamespace");
  public static final ErrorCode NO_REPLICATION_ENABLED = new ErrorCode(76, "NoReplicationEnabled");
  public static final ErrorCode UNKNOWN_REPL_WRITE_CONCERN =
      new ErrorCode(79, "UnknownReplWriteConcern");
  public static final ErrorCode INDEX_OPTIONS_CONFLICT = new ErrorCode(85, "IndexOptionsConflict");
  public static final ErrorCode INDEX_KEY_SPECS_CONFLICT =
      new ErrorCode(86, "IndexKeySpecsConflict");
  public static final ErrorCode SHUTDOWN_IN_PROGRESS = new ErrorCode(91, "ShutdownInProgress");
  public static final ErrorCode OPERATION_FAILED = new ErrorCode(96, "OperationFailed");
  public static final ErrorCode UNSATISFIABLE_WRITE_CONCERN =
      new ErrorCode(100, "UnsatisfiableWriteConcern");
  public static final ErrorCode WRITE_CONFLICT = new ErrorCode(112, "WriteConflict");
  public static final ErrorCode COMMAND_NOT_SUPPORTED = new ErrorCode(115, "CommandNotSupported");
  public static final ErrorCode NAMESPACE_NOT_SHARDED = new ErrorCode(118, "NamespaceNotSharded");
  public static final ErrorCode DOCUMENT_VALIDATION_FAILURE =
      new ErrorCode(121, "DocumentValidationFailure");
  public static final ErrorCode NOT_A_REPLICA_SET = new ErrorCode(123, "NotAReplicaSet");
  public static final ErrorCode COMMAND_FAILED = new ErrorCode(125, "CommandFailed");
  public static final ErrorCode CAPPED_POSITION_LOST = new ErrorCode(136, "CappedPositionLost");
  public static final ErrorCode INCOMPATIBLE_COLLATION_VERSION =
      new ErrorCode(161, "IncompatibleCollationVersion");
  public static final ErrorCode EXCEEDED_MEMORY_LIMIT = new ErrorCode(146, "ExceededMemoryLimit");
  public static final ErrorCode VIEW_DEPTH_LIMIT_EXCEEDED =
      new ErrorCode(165, "ViewDepthLimitExceeded");
  public static final ErrorCode COMMAND_NOT_SUPPORTED_ON_VIEW =
      new ErrorCode(166, "CommandNotSupportedOnView");
  public static final ErrorCode OPTION_NOT_SUPPORTED_ON_VIEW =
      new ErrorCode(167, "OptionNotSupportedOnView");
  public static final ErrorCode INVALID_PIPELINE_OPERATOR =
      new ErrorCode(168, "InvalidPipelineOperator");
  public static final ErrorCode QUERY_PLAN_KILLED = new ErrorCode(175, "QueryPlanKilled");
  public static final ErrorCode AMBIGUOUS_INDEX_KEY_PATTERN =
      new ErrorCode(181, "AmbiguousIndexKeyPattern");
  public static final ErrorCode CLIENT_METADATA_MISSING_FIELD =
      new ErrorCode(183, "ClientMetadataMissingField");
  public static final ErrorCode CLIENT_METADATA_APP_NAME_TOO_LARGE =
      new ErrorCode(184, "ClientMetadataAppNameTooLarge");
  public static final ErrorCode CLIENT_METADATA_DOCUMENT_TOO_LARGE =
      new ErrorCode(185, "ClientMetadataDocumentTooLarge");
  public static final ErrorCode CLIENT_METADATA_CANNOT_BE_MUTATED =
      new ErrorCode(186, "ClientMetadataCannotBeMutated");
  public static final ErrorCode NO_QUERY_EXECUTION_PLANS =
      new ErrorCode(291, "NoQueryExecutionPlans");
  public static final ErrorCode QUERY_EXCEEDED_MEMORY_LIMIT =
      new ErrorCode(292, "QueryExceededMemoryLimitNoDiskUseAllowed");
  public static final ErrorCode INVALID_UUID = new ErrorCode(207, "InvalidUUID");
  public static final ErrorCode TRANSACTION_TOO_OLD = new ErrorCode(225, "TransactionTooOld");
  public static final ErrorCode NOT_IMPLEMENTED = new ErrorCode(238, "NotImplemented");
  public static final ErrorCode SNAPSHOT_TOO_OLD = new ErrorCode(239, "SnapshotTooOld");
  public static final ErrorCode CONVERSION_FAILURE = new ErrorCode(241, "ConversionFailure");
  public static final ErrorCode NO_SUCH_TRANSACTION = new ErrorCode(251, "NoSuchTransaction");
  public static final ErrorCode INCOMPLETE_TRANSACTION_HISTORY =
      new ErrorCode(217, "IncompleteTransactionHistory");
  public static final ErrorCode OPERATION_NOT_SUPPORTED_IN_TRANSACTION =
      new ErrorCode(263, "OperationNotSupportedInTransaction");
  public static final ErrorCode API_VERSION_ERROR = new ErrorCode(322, "APIVersionError");
  public static final ErrorCode FAIL_POINT_SET_FAILED = new ErrorCode(266, "FailPointSetFailed");
  public static final ErrorCode API_STRICT_ERROR = new ErrorCode(323, "APIStrictError");
  public static final ErrorCode API_DEPRECATION_ERROR = new ErrorCode(324, "APIDeprecationError");
  public static final ErrorCode API_MISMATCH_ERROR = new ErrorCode(347, "APIMismatchError");
  public static final ErrorCode UNSUPPORTED_OP_QUERY_COMMAND =
      new ErrorCode(352, "UnsupportedOpQueryCommand");
  public static final ErrorCode COLLECTION_UUID_MISMATCH =
      new ErrorCode(361, "CollectionUUIDMismatch");
  public static final ErrorCode BSON_OBJECT_TOO_LARGE = new ErrorCode(10334, "BSONObjectTooLarge");
  public static final ErrorCode DUPLICATE_KEY = new ErrorCode(11000, "DuplicateKey");
  public static final ErrorCode INTERRUPTED_AT_SHUTDOWN =
      new ErrorCode(11600, "InterruptedAtShutdown");
  public static final ErrorCode INTERRUPTED = new ErrorCode(11601, "Interrupted");
  public static final ErrorCode OUT_OF_DISK_SPACE = new ErrorCode(14031, "OutOfDiskSpace");
  public static final ErrorCode DATA_CORRUPTION_DETECTED =
      new ErrorCode(301, "DataCorruptionDetected");
  public static final ErrorCode SEARCH_NOT_ENABLED = new ErrorCode(31082, "SearchNotEnabled");
  public static final ErrorCode IDL_UNKNOWN_FIELD = new ErrorCode(40415, "IDLUnknownField");
  public static final ErrorCode IDL_MISSING_FIELD = new ErrorCode(40414, "IDLFailedToParse");
  public static final ErrorCode IDL_DUPLICATE_FIELD = new ErrorCode(40413, "IDLDuplicateField");

  /** The code of a number that comes from elsewhere, with its name where it has one. */
  public static ErrorCode of(int number) {
    return new ErrorCode(number, ErrorCodeNames.of(number));
  }

  /** A code that MongoDB names only by its place in the source: {@code LocationNNN}. */
  public static ErrorCode location(int number) {
    return new ErrorCode(number, "Location" + number);
  }
}
