/**
 * An example of every part of a plugin that a query can name: {@code $everyNth}, {@code $initials}
 * and {@code greet}. Each provider says which names it brings; each part is a class of its own.
 */
package com.example.meerkat;
