package dev.meerkat.engine.session;

import dev.meerkat.spi.DocumentView;

/**
 * Statements of a retryable write, one after the other, that came to the same. Threads: immutable.
 *
 * @param first the first statement's number; of a transaction's commit below 0
 * @param last the last statement's number
 */
record StatementRun(int first, int last, DocumentView result) {}
