package dev.meerkat.values;

/** Compares text by the rules of a language. Threads: safe. */
interface CollatedText {
  int compare(String a, String b);

  /** Bytes whose unsigned order is the order of the texts; equal where they compare as equal. */
  byte[] sortKey(String text);
}
