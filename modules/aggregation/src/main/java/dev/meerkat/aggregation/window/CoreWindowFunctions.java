package dev.meerkat.aggregation.window;

import dev.meerkat.spi.ErrorCode;
import dev.meerkat.spi.ServerException;
import dev.meerkat.spi.query.WindowFunction;
import dev.meerkat.spi.query.WindowFunctionProvider;
import dev.meerkat.spi.query.WindowScope;
import java.util.Set;
import org.bson.BsonValue;

/** The built-in window functions. Threads: immutable. */
public final class CoreWindowFunctions implements WindowFunctionProvider {
  private static final Set<String> NAMES =
      Set.of(
          "$addToSet",
          "$avg",
          "$bottom",
          "$bottomN",
          "$concatArrays",
          "$count",
          "$covariancePop",
          "$covarianceSamp",
          "$denseRank",
          "$derivative",
          "$documentNumber",
          "$expMovingAvg",
          "$first",
          "$firstN",
          "$integral",
          "$last",
          "$lastN",
          "$linearFill",
          "$locf",
          "$max",
          "$maxN",
          "$median",
          "$min",
          "$minMaxScaler",
          "$minN",
          "$percentile",
          "$push",
          "$rank",
          "$setUnion",
          "$shift",
          "$stdDevPop",
          "$stdDevSamp",
          "$sum",
          "$top",
          "$topN");

  /** Called by the service loader. */
  public CoreWindowFunctions() {}

  @Override
  public Set<String> names() {
    return NAMES;
  }

  @Override
  public WindowFunction parse(String name, BsonValue spec, WindowScope scope) {
    return switch (name) {
      case "$addToSet" -> ValueFunction.parse(name, spec, scope, DistinctWindow::ofValues);
      case "$avg" -> ValueFunction.parse(name, spec, scope, _ -> new AvgWindow());
      case "$bottom", "$bottomN", "$top", "$topN" -> TopFunction.parse(name, spec, scope);
      case "$concatArrays" -> ValueFunction.parse(name, spec, scope, _ -> new ConcatArraysWindow());
      case "$count" -> CountFunction.parse(spec, scope);
      case "$covariancePop" -> CovarianceFunction.parse(name, spec, scope, false);
      case "$covarianceSamp" -> CovarianceFunction.parse(name, spec, scope, true);
      case "$denseRank", "$documentNumber", "$rank" -> RankFunction.parse(name, spec, scope);
      case "$derivative" -> DerivativeFunction.parse(spec, scope);
      case "$expMovingAvg" -> ExpMovingAvgFunction.parse(spec, scope);
      case "$first" -> EndFunction.parse(name, spec, scope, false);
      case "$firstN", "$lastN", "$maxN", "$minN" -> SelectionFunction.parse(name, spec, scope);
      case "$integral" -> IntegralFunction.parse(spec, scope);
      case "$last" -> EndFunction.parse(name, spec, scope, true);
      case "$linearFill" -> LinearFillFunction.parse(spec, scope);
      case "$locf" -> LocfFunction.parse(spec, scope);
      case "$max" -> ValueFunction.parse(name, spec, scope, ExtremeWindow::greatest);
      case "$median", "$percentile" -> PercentileFunction.parse(name, spec, scope);
      case "$min" -> ValueFunction.parse(name, spec, scope, ExtremeWindow::least);
      case "$minMaxScaler" -> MinMaxScalerFunction.parse(spec, scope);
      case "$push" -> ValueFunction.parse(name, spec, scope, _ -> new PushWindow());
      case "$setUnion" -> ValueFunction.parse(name, spec, scope, DistinctWindow::ofElements);
      case "$shift" -> ShiftFunction.parse(spec, scope);
      case "$stdDevPop" -> ValueFunction.parse(name, spec, scope, _ -> new StdDevWindow(false));
      case "$stdDevSamp" -> ValueFunction.parse(name, spec, scope, _ -> new StdDevWindow(true));
      case "$sum" -> ValueFunction.parse(name, spec, scope, _ -> new SumWindow());
      default -> throw new IllegalArgumentException(name);
    };
  }

  static ServerException failure(String text) {
    return new ServerException(ErrorCode.FAILED_TO_PARSE, text);
  }

  static ServerException error(int code, String text) {
    return new ServerException(ErrorCode.location(code), text);
  }
}
