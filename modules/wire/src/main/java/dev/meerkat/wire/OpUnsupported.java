package dev.meerkat.wire;

/**
 * A legacy write (OP_INSERT, OP_UPDATE, OP_DELETE): the protocol knows it, today's servers do not
 * run it, and its sender expects no answer. Threads: immutable.
 */
public record OpUnsupported(FrameHeader header) implements Message {}
