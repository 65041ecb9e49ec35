/**
 * Change streams: what is committed, told to clients as events, in order and from any moment that
 * the oplog still reaches.
 *
 * <p>Begin at {@link dev.meerkat.engine.changestream.ChangeStreamSpec}, what a client asks for;
 * {@code EventBuilder} makes events of the oplog's entries, {@link
 * dev.meerkat.engine.changestream.ResumeToken} says where in the order an event stands. Nothing
 * here writes. A new kind of event is a case in {@code EventBuilder}. Threads: each class says.
 */
package dev.meerkat.engine.changestream;
