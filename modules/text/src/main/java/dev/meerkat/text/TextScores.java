package dev.meerkat.text;

import dev.meerkat.spi.DocumentView;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much each word of a document counts: the more often it stands in a text, with less for each
 * time, the larger its part of the text, and a little more where it is the whole of it. Threads:
 * confined to one operation.
 */
final class TextScores {
  private static final double WHOLE_TEXT_BONUS = 1.1;

  private final TextSpec spec;
  private final Map<TextLanguage, TextWords> words = new EnumMap<>(TextLanguage.class);
  private final SortedMap<String, Double> scores = new TreeMap<>();

  TextScores(TextSpec spec) {
    this.spec = spec;
  }

  /** The words of a document, each with its score. */
  SortedMap<String, Double> of(DocumentView document) {
    spec.texts(document, this::add);
    return scores;
  }

  private void add(String text, TextLanguage language, double weight) {
    TextWords own = words.computeIfAbsent(language, each -> new TextWords(each, spec.version()));
    Map<String, Occurrences> found = new HashMap<>();
    int[] all = new int[1];
    own.find(
        text,
        word -> {
          found.computeIfAbsent(word, each -> new Occurrences()).add();
          all[0]++;
        });
    found.forEach(
        (word, occurrences) -> {
          double part = 0.5 * occurrences.count / all[0] + 0.5;
          double bonus = word.equalsIgnoreCase(text) ? WHOLE_TEXT_BONUS : 1;
          scores.merge(word, weight * occurrences.frequency * part * bonus, Double::sum);
        });
  }

  private static final class Occurrences {
    private int count;
    private double frequency;
    private double step = 1;

    void add() {
      count++;
      frequency += step;
      step /= 2;
    }
  }
}
