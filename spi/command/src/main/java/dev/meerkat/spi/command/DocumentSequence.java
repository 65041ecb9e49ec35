package dev.meerkat.spi.command;

import dev.meerkat.spi.DocumentView;
import java.util.List;

/**
 * Documents that travelled beside a command document and stand for one of its array fields.
 * Threads: immutable.
 *
 * @param field the array field's name: {@code documents}, {@code updates}, …
 */
public record DocumentSequence(String field, List<DocumentView> documents) {}
