package dev.meerkat.values;

/** The option letters of a regular expression, whose order means nothing. Threads: immutable. */
final class RegexOptions {
  private RegexOptions() {}

  /** Compares two option texts that end with NUL, each as if its letters were sorted. */
  static int compare(byte[] a, int offsetA, byte[] b, int offsetB) {
    if (Utf8.compareNames(a, offsetA, b, offsetB) == 0) {
      return 0;
    }
    int rank = 0;
    while (true) {
      int x = letter(a, offsetA, rank);
      int y = letter(b, offsetB, rank);
      if (x != y || x == 0) {
        return Integer.compare(x, y);
      }
      rank++;
    }
  }

  /** The letter that would stand at {@code rank} if the letters were sorted; 0 past the end. */
  static int letter(byte[] array, int offset, int rank) {
    int floor = 0;
    int passed = 0;
    while (true) {
      int least = 256;
      int times = 0;
      for (int i = offset; array[i] != 0; i++) {
        int letter = array[i] & 0xFF;
        if (letter > floor && letter < least) {
          least = letter;
          times = 1;
        } else if (letter == least) {
          times++;
        }
      }
      if (least == 256) {
        return 0;
      }
      passed += times;
      if (rank < passed) {
        return least;
      }
      floor = least;
    }
  }

  static int hash(int seed, byte[] array, int offset) {
    int hash = seed;
    int letter;
    for (int rank = 0; (letter = letter(array, offset, rank)) != 0; rank++) {
      hash = 31 * hash + (byte) letter;
    }
    return hash;
  }
}
