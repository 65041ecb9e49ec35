/**
 * MongoDB's wire protocol: frames of bytes on one side, records on the other. No sockets, no
 * commands, no validation of what stands inside a document.
 *
 * <p>Begin with {@link dev.meerkat.wire.Message#parse}, which turns one whole frame into a record;
 * its documents stay slices of the frame's bytes. {@link dev.meerkat.wire.FrameWriter} goes the
 * other way. Every length is checked against the bytes at hand before it is used. What is wrong
 * with a frame is a {@link dev.meerkat.wire.WireException}, which says whether the sender can be
 * answered or only be cut off.
 *
 * <p>One more kind of message is a record beside {@code OpMsg}, a case in {@code Message.parse} and
 * a number in {@code OpCode}. One more compressor is a class beside {@code ZlibCompressor} and a
 * case in {@code Compressor.byId}.
 *
 * <p>Threads: records are immutable, but their bytes belong to the buffer that they were parsed
 * from; writers are confined to one connection.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/">MongoDB wire
 *     protocol</a>
 */
package dev.meerkat.wire;
