package dev.meerkat.launcher;

import java.util.Collection;
import java.util.Locale;

/** Guesses what a misspelt name was meant to be. Threads: immutable. */
final class Spelling {
  private Spelling() {}

  /** A question that names the nearest known name, with a blank before it; empty for no guess. */
  static String hint(String name, Collection<String> known) {
    String best = "";
    int bestDistance = Math.max(3, name.length() / 2);
    for (String candidate : known) {
      int distance = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best.isEmpty() ? "" : " Did you mean " + best + "?";
  }

  /** The letters to insert, delete or replace to turn one word into the other. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
