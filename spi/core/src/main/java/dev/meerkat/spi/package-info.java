/**
 * The types that every plugin may see.
 *
 * <p>Begin with {@link dev.meerkat.spi.OperationContext}, which every piece of code that works for
 * a client receives first, and {@link dev.meerkat.spi.DocumentView}, the form in which documents
 * travel from the socket to the store and back. Nothing here knows storage, sockets or a query
 * language.
 *
 * <p>Threads: the types say so one by one; views, codes and namespaces are immutable.
 */
package dev.meerkat.spi;
