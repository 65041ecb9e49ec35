package dev.meerkat.fuzz.simulator;

import java.util.SplittableRandom;

/** Makes stages over the other collection, {@code d}. Threads: confined to one thread. */
final class RandomLookup {
  private final SplittableRandom random;
  private final RandomFilter filters;

  RandomLookup(SplittableRandom random, RandomFilter filters) {
    this.random = random;
    this.filters = filters;
  }

  /**
   * A {@code $lookup}.
   *
   * @param as where what is found stands
   */
  String stage(String as) {
    return switch (random.nextInt(9)) {
      case 7, 8 ->
          "{$lookup: {from: 'd', let: {v: '$"
              + pick("a", "b", "tags", "n")
              + "'}, pipeline: ["
              + pick("", "{$match: {u: " + filters.comparison() + "}}, ")
              + "{$match: {$expr: "
              + filters.expression("k", "'$$v'")
              + "}}, {$sort: {_id: 1}}], as: '"
              + as
              + "'}}";
      case 5 ->
          "{$lookup: {from: 'd', localField: 'a', foreignField: 'k', pipeline: ["
              + foreignStages()
              + "], as: '"
              + as
              + "'}}";
      case 6 ->
          "{$lookup: {from: 'd', let: {v: '$b'}, pipeline: ["
              + foreignStages()
              + ", {$addFields: {v: '$$v'}}, {$match: {u: "
              + filters.comparison()
              + "}}, {$sort: {_id: -1}}, {$limit: 3}], as: '"
              + as
              + "'}}";
      case 0 ->
          "{$lookup: {from: 'd', localField: 'a', foreignField: 'k', pipeline: [{$sort: {_id:"
              + " 1}}], as: '"
              + as
              + "'}}";
      case 1 ->
          "{$lookup: {from: 'd', localField: 'tags', foreignField: '"
              + pick("k", "u")
              + "', pipeline: [{$match: {u: {$gte: 1}}}, {$sort: {_id: 1}}], as: '"
              + as
              + "'}}";
      case 2 ->
          "{$lookup: {from: 'd', let: {v: '$b'}, pipeline: [{$match: {u: {$lt: 3}}}, {$sort:"
              + " {_id: 1}}, {$match: {$expr: {$eq: ['$k', '$$v']}}}], as: '"
              + as
              + "'}}";
      case 3 ->
          "{$lookup: {from: 'd', pipeline: [{$group: {_id: null, n: {$sum: '$u'}}}], as: '"
              + as
              + "'}}";
      default -> "{$lookup: {from: 'd', localField: 'b', foreignField: '_id', as: '" + as + "'}}";
    };
  }

  /** Stages over the other collection that a plan can take in part, without ties. */
  String foreignStages() {
    return pick("", "{$project: {k: 1, u: 1}}, ", "{$addFields: {w: {$add: ['$u', 1]}}}, ")
        + "{$match: {"
        + pick("k", "u", "_id")
        + ": "
        + filters.comparison()
        + "}}, {$sort: {"
        + pick("", "u: 1, ", "k: -1, ")
        + "_id: "
        + pick("1", "-1")
        + "}}, "
        + pick("{$limit: 4}", "{$skip: 1}, {$limit: 3}", "{$skip: 2}", "{$match: {u: {$gt: 1}}}");
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
