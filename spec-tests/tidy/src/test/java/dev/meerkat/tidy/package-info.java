/** Checks the habits of the house on the sources themselves, without running them. */
package dev.meerkat.tidy;
