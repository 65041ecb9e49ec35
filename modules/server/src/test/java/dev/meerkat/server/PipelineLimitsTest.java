package dev.meerkat.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How large pipelines, their documents, and stacks of views may be. */
final class PipelineLimitsTest extends ServedTest {
  private int code(String command) throws IOException {
    var reply = reply(command);
    return reply.getNumber("ok").intValue() == 1 ? 0 : reply.getInt32("code").getValue();
  }

  private int aggregate(String collection, String stages) throws IOException {
    return code("{aggregate: '" + collection + "', cursor: {}, pipeline: [" + stages + "]}");
  }

  @Test
  void twentyViewsMayBeStacked() throws IOException {
    done("{insert: 'c', documents: [{_id: 1, n: 0}]}");
    String below = "c";
    for (int i = 1; i <= 20; i++) {
      done(
          "{create: 'v%d', viewOn: '%s', pipeline: [{$set: {n: {$add: ['$n', 1]}}}]}"
              .formatted(i, below));
      below = "v" + i;
    }
    assertEquals(
        20,
        done("{find: 'v20'}")
            .getDocument("cursor")
            .getArray("firstBatch")
            .getFirst()
            .asDocument()
            .getInt32("n")
            .getValue());
    assertEquals(165, code("{create: 'v21', viewOn: 'v20', pipeline: []}"));
    assertEquals(
        165,
        code(
            "{create: 'v21', viewOn: 'c', pipeline: [{$lookup: {from: 'v20', pipeline: [], as:"
                + " 'x'}}]}"));
    done("{create: 'under', viewOn: 'c', pipeline: []}");
    assertEquals(
        165, code("{collMod: 'v1', viewOn: 'under', pipeline: []}"), "what is above counts");
    done("{collMod: 'v2', viewOn: 'under', pipeline: []}");
  }

  @Test
  void viewsDoNotLeadToThemselves() throws IOException {
    done("{create: 'a', viewOn: 'c', pipeline: []}");
    done("{create: 'b', viewOn: 'a', pipeline: []}");
    assertEquals(5, code("{collMod: 'a', viewOn: 'b', pipeline: []}"));
    assertEquals(5, code("{create: 'd', viewOn: 'd', pipeline: []}"));
    String lookup = "[{$lookup: {from: 'b', pipeline: [], as: 'x'}}]";
    assertEquals(5, code("{collMod: 'a', viewOn: 'c', pipeline: " + lookup + "}"));
    String nested = "[{$facet: {f: [{$unionWith: {coll: 'b', pipeline: []}}]}}]";
    assertEquals(5, code("{collMod: 'a', viewOn: 'c', pipeline: " + nested + "}"));
  }

  @Test
  void aThousandStagesAreNotTooMany() throws IOException {
    done("{insert: 'c', documents: [{_id: 1}]}");
    String stages = "{$set: {a: 1}}, ".repeat(999);
    assertEquals(0, aggregate("c", stages + "{$set: {b: 1}}"));
    assertEquals(7749501, aggregate("c", stages + "{$set: {b: 1}}, {$set: {c: 1}}"));
  }

  @Test
  void twentyPipelinesMayStandInOneAnother() throws IOException {
    done("{insert: 'c', documents: [{_id: 1}]}");
    assertEquals(0, aggregate("c", nested(20)));
    assertEquals(232, aggregate("c", nested(21)));
  }

  @Test
  void everyStageThatReadsElsewhereIsALevel() throws IOException {
    done("{insert: 'c', documents: [{_id: 1}]}");
    List<String> innermost =
        List.of(
            "{$lookup: {from: 'c', localField: 'a', foreignField: 'a', as: 'x'}}",
            "{$unionWith: 'c'}",
            "{$graphLookup: {from: 'c', startWith: '$a', connectFromField: 'a', connectToField:"
                + " 'a', as: 'x'}}");
    for (String stage : innermost) {
      assertEquals(0, aggregate("c", nested(19, stage)), stage);
      assertEquals(232, aggregate("c", nested(20, stage)), stage);
    }
    assertEquals(0, aggregate("c", nested(20, "{$facet: {f: [{$match: {}}]}}")));
  }

  private static String nested(int depth) {
    return nested(depth, "{$match: {}}");
  }

  private static String nested(int depth, String innermost) {
    String stages = innermost;
    for (int i = 0; i < depth; i++) {
      stages = "{$lookup: {from: 'c', as: 'x', pipeline: [" + stages + "]}}";
    }
    return stages;
  }

  @Test
  void whatIsAnsweredIsNoLargerThanADocument() throws IOException {
    done("{insert: 'c', documents: [{_id: 1, t: '%s'}]}".formatted("x".repeat(1_000_000)));
    String larger = "{$set: {t: {$map: {input: {$range: [0, %d]}, in: '$t'}}}}";
    assertEquals(0, aggregate("c", larger.formatted(16)));
    assertEquals(10334, aggregate("c", larger.formatted(17)));
    assertEquals(
        10334,
        aggregate(
            "c", "{$group: {_id: 1, t: {$push: {a: '$t', b: '$t'}}}}, " + larger.formatted(9)));
    // What becomes small again before it is answered is no matter.
    assertEquals(0, aggregate("c", larger.formatted(90) + ", {$unset: 't'}"));
    assertEquals(10334, aggregate("c", larger.formatted(110) + ", {$unset: 't'}"));
    assertEquals(
        0,
        aggregate(
            "c",
            "{$set: {n: {$range: [0, 17]}}}, {$unwind: '$n'}, {$group: {_id: null, t: {$push:"
                + " '$t'}}}, {$project: {n: {$size: '$t'}}}"));
    assertEquals(10334, aggregate("c", larger.formatted(17) + ", {$out: 'd'}"));
    assertEquals(10334, aggregate("c", larger.formatted(17) + ", {$merge: 'd'}"));
    assertEquals(
        10334,
        done("{update: 'c', updates: [{q: {}, u: [" + larger.formatted(17) + "]}]}")
            .getArray("writeErrors")
            .getFirst()
            .asDocument()
            .getInt32("code")
            .getValue());
    assertEquals(
        0,
        aggregate(
            "c",
            "{$facet: {f: ["
                + larger.formatted(10)
                + ", {$unionWith: {coll: 'c', pipeline: ["
                + larger.formatted(10)
                + "]}}]}}, {$project: {n: {$size: '$f'}}}"));
    assertEquals(
        10334,
        aggregate(
            "c",
            "{$facet: {f: ["
                + larger.formatted(10)
                + ", {$unionWith: {coll: 'c', pipeline: ["
                + larger.formatted(10)
                + "]}}]}}"));
    assertEquals(
        10334,
        aggregate(
            "c",
            "{$lookup: {from: 'c', pipeline: ["
                + larger.formatted(10)
                + ", {$unionWith: {coll: 'c', pipeline: ["
                + larger.formatted(10)
                + "]}}], as: 'f'}}"));
  }
}
