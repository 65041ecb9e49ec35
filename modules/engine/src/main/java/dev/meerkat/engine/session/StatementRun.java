package dev.meerkat.engine.session;

/**
 * Statements of a retryable write, one after the other, that came to the same. What that is the
 * store knows: of a findAndModify it is as large as a document. Threads: immutable.
 *
 * @param first the first statement's number; of a transaction's commit below 0
 * @param last the last statement's number
 */
record StatementRun(int first, int last) {}
