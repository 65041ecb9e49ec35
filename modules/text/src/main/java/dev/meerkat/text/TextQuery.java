package dev.meerkat.text;

import java.util.ArrayList;
import java.util.List;

/**
 * What the text of a search says: words, phrases in quotes, and both with a minus sign before them.
 * Threads: immutable.
 *
 * @param positive text of the words asked for, those of phrases included
 * @param negative text of the words that must not be there
 */
record TextQuery(
    String positive, String negative, List<String> phrases, List<String> negativePhrases) {
  TextQuery {
    phrases = List.copyOf(phrases);
    negativePhrases = List.copyOf(negativePhrases);
  }

  static TextQuery parse(String search, TextWords words) {
    Parser parser = new Parser(search, words);
    parser.run();
    return new TextQuery(
        parser.positive.toString(),
        parser.negative.toString(),
        parser.phrases,
        parser.negativePhrases);
  }

  /** A minus sign holds until the next space; within a phrase it is nothing special. */
  private static final class Parser {
    private final StringBuilder positive = new StringBuilder();
    private final StringBuilder negative = new StringBuilder();
    private final List<String> phrases = new ArrayList<>();
    private final List<String> negativePhrases = new ArrayList<>();
    private final String search;
    private final TextWords words;
    private boolean inNegation;
    private boolean afterSpace = true;
    private int phraseStart = -1;

    Parser(String search, TextWords words) {
      this.search = search;
      this.words = words;
    }

    void run() {
      for (int i = 0; i < search.length(); ) {
        int codePoint = search.codePointAt(i);
        int end = i + Character.charCount(codePoint);
        if (words.isDelimiter(codePoint)) {
          delimiter(codePoint, i);
        } else {
          end = wordEnd(i);
          word(search.substring(i, end));
        }
        afterSpace = Character.isWhitespace(codePoint);
        i = end;
      }
    }

    private int wordEnd(int start) {
      int end = start;
      while (end < search.length() && !words.isDelimiter(search.codePointAt(end))) {
        end += Character.charCount(search.codePointAt(end));
      }
      return end;
    }

    private void word(String word) {
      boolean inPhrase = phraseStart >= 0;
      if (inPhrase && inNegation) {
        return;
      }
      if (!inPhrase && afterSpace) {
        inNegation = false;
      }
      (inNegation ? negative : positive).append(word).append(' ');
    }

    private void delimiter(int codePoint, int offset) {
      if (codePoint == '-' && phraseStart < 0 && afterSpace) {
        inNegation = true;
      } else if (codePoint == '"' && phraseStart >= 0) {
        (inNegation ? negativePhrases : phrases).add(search.substring(phraseStart, offset));
        phraseStart = -1;
      } else if (codePoint == '"') {
        phraseStart = offset + 1;
        if (afterSpace) {
          inNegation = false;
        }
      }
    }
  }
}
