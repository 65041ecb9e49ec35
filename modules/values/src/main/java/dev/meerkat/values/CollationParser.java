package dev.meerkat.values;

import com.ibm.icu.text.Collator;
import com.ibm.icu.text.RuleBasedCollator;
import com.ibm.icu.util.ULocale;
import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Reads one collation document and sets up ICU's collator by it. What the document does not say,
 * the language decides: Canadian French compares accents backwards, Danish puts upper case first.
 * Threads: confined to one operation.
 */
final class CollationParser {
  private static final Set<String> OPTIONS =
      Set.of(
          "locale",
          "caseLevel",
          "caseFirst",
          "strength",
          "numericOrdering",
          "alternate",
          "maxVariable",
          "normalization",
          "backwards",
          "version");

  /** ICU's strengths in MongoDB's order, from 1. */
  private static final List<Integer> STRENGTHS =
      List.of(
          Collator.PRIMARY,
          Collator.SECONDARY,
          Collator.TERTIARY,
          Collator.QUATERNARY,
          Collator.IDENTICAL);

  /** MongoDB's names for rules that a later ICU has under another. */
  private static final Map<String, String> RENAMED =
      Map.of("sv@collation=standard", "sv@collation=traditional");

  private final BsonDocument spec;
  private final String locale;
  private final @Nullable Boolean caseLevel;
  private final @Nullable String caseFirst;
  private final @Nullable Integer strength;
  private final @Nullable Boolean numericOrdering;
  private final @Nullable String alternate;
  private final @Nullable String maxVariable;
  private final @Nullable Boolean normalization;
  private final @Nullable Boolean backwards;
  private final @Nullable RuleBasedCollator collator;

  CollationParser(BsonDocument spec) {
    this.spec = spec;
    for (String option : spec.keySet()) {
      if (!OPTIONS.contains(option)) {
        throw new ServerException(
            ErrorCode.IDL_UNKNOWN_FIELD, "BSON field 'collation." + option + "' is unknown");
      }
    }
    String given = string("locale");
    if (given == null) {
      throw new ServerException(
          ErrorCode.IDL_MISSING_FIELD,
          "BSON field 'collation.locale' is missing but a required field");
    }
    locale = given;
    caseLevel = bool("caseLevel");
    caseFirst = choice("caseFirst", Set.of("upper", "lower", "off"));
    strength = strength();
    numericOrdering = bool("numericOrdering");
    alternate = choice("alternate", Set.of("non-ignorable", "shifted"));
    maxVariable = choice("maxVariable", Set.of("punct", "space"));
    normalization = bool("normalization");
    if (spec.isNull("backwards")) {
      throw wrongType("backwards", "bool");
    }
    backwards = bool("backwards");
    requireVersion();
    collator = isSimple() ? null : configured();
  }

  boolean isSimple() {
    return locale.equals(CollationOptions.SIMPLE_LOCALE);
  }

  /** ICU's collator; there is none for the simple collation. */
  RuleBasedCollator collator() {
    if (collator == null) {
      throw new IllegalStateException("the simple collation");
    }
    return collator;
  }

  /** What the collator does, by the document and by the language. */
  CollationOptions options() {
    return options(collator());
  }

  private CollationOptions options(RuleBasedCollator configured) {
    String first = configured.isUpperCaseFirst() ? "upper" : "off";
    return new CollationOptions(
        locale,
        configured.isCaseLevel(),
        configured.isLowerCaseFirst() ? "lower" : first,
        STRENGTHS.indexOf(configured.getStrength()) + 1,
        configured.getNumericCollation(),
        configured.isAlternateHandlingShifted() ? "shifted" : "non-ignorable",
        configured.getMaxVariable() == Collator.ReorderCodes.SPACE ? "space" : "punct",
        configured.getDecomposition() != Collator.NO_DECOMPOSITION,
        configured.isFrenchCollation());
  }

  private RuleBasedCollator configured() {
    RuleBasedCollator configured = ofLocale();
    if (caseLevel != null) {
      configured.setCaseLevel(caseLevel);
    }
    if (strength != null) {
      configured.setStrength(STRENGTHS.get(strength - 1));
    }
    if (numericOrdering != null) {
      configured.setNumericCollation(numericOrdering);
    }
    if (alternate != null) {
      configured.setAlternateHandlingShifted(alternate.equals("shifted"));
    }
    if (maxVariable != null) {
      configured.setMaxVariable(
          maxVariable.equals("space")
              ? Collator.ReorderCodes.SPACE
              : Collator.ReorderCodes.PUNCTUATION);
    }
    if (normalization != null) {
      configured.setDecomposition(
          normalization ? Collator.CANONICAL_DECOMPOSITION : Collator.NO_DECOMPOSITION);
    }
    if (backwards != null) {
      configured.setFrenchCollation(backwards);
    }
    setCaseFirst(configured);
    requireSense(options(configured));
    return configured;
  }

  private void setCaseFirst(RuleBasedCollator configured) {
    switch (caseFirst) {
      case "upper" -> configured.setUpperCaseFirst(true);
      case "lower" -> configured.setLowerCaseFirst(true);
      case "off" -> {
        configured.setUpperCaseFirst(false);
        configured.setLowerCaseFirst(false);
      }
      case null, default -> {
        // As the language has it.
      }
    }
  }

  /** A language that ICU does not know by exactly this name is refused. */
  private RuleBasedCollator ofLocale() {
    if (locale.isEmpty() || locale.indexOf('\0') >= 0) {
      throw badLocale();
    }
    String name = RENAMED.getOrDefault(locale, locale);
    if (Collator.getInstance(new ULocale(name)) instanceof RuleBasedCollator found
        && found.getLocale(ULocale.VALID_LOCALE).getName().equals(name)) {
      return found.cloneAsThawed();
    }
    throw badLocale();
  }

  private void requireSense(CollationOptions options) {
    if (options.backwards() && options.strength() == 1) {
      throw badValue("'backwards' is invalid with 'strength' of 1");
    }
    if (!options.caseFirst().equals("off") && !options.caseLevel() && options.strength() < 3) {
      throw badValue("'caseFirst' is invalid unless 'caseLevel' is on or 'strength' is above 2");
    }
  }

  private void requireVersion() {
    String version = string("version");
    if (version != null && !version.equals(Collation.VERSION)) {
      throw new ServerException(
          ErrorCode.INCOMPATIBLE_COLLATION_VERSION,
          "Requested collation version " + version + " but the only available is 57.1");
    }
  }

  /** The option's value, or null where it is left to the language. */
  private @Nullable BsonValue given(String option) {
    BsonValue value = spec.get(option);
    return value == null || value.isNull() || value.getBsonType() == BsonType.UNDEFINED
        ? null
        : value;
  }

  private @Nullable String string(String option) {
    BsonValue value = given(option);
    if (value != null && !value.isString()) {
      throw wrongType(option, "string");
    }
    return value == null ? null : value.asString().getValue();
  }

  private @Nullable Boolean bool(String option) {
    BsonValue value = given(option);
    if (value != null && !value.isBoolean()) {
      throw wrongType(option, "bool");
    }
    return value == null ? null : value.asBoolean().getValue();
  }

  private @Nullable String choice(String option, Set<String> choices) {
    String value = string(option);
    if (value != null && !choices.contains(value)) {
      throw badValue(
          "Enumeration value '" + value + "' for field 'collation." + option + "' is not valid");
    }
    return value;
  }

  private @Nullable Integer strength() {
    BsonValue value = given("strength");
    if (value == null) {
      return null;
    }
    if (!Numbers.isNumber(value)) {
      throw wrongType("strength", "number");
    }
    long level = Numbers.saturatedLong(value);
    if (level < 1 || level > STRENGTHS.size()) {
      throw badValue("'collation.strength' must be 1 to 5, not " + level);
    }
    return (int) level;
  }

  private ServerException badLocale() {
    return badValue("Field 'locale' is invalid in: " + spec);
  }

  private static ServerException badValue(String text) {
    return new ServerException(ErrorCode.BAD_VALUE, text);
  }

  private static ServerException wrongType(String option, String type) {
    return new ServerException(
        ErrorCode.TYPE_MISMATCH,
        "BSON field 'collation." + option + "' is the wrong type, expected type '" + type + "'");
  }
}
