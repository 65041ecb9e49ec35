package dev.meerkat.wire;

/**
 * The numbers by which a frame says what kind of message it holds. Threads: immutable.
 *
 * @see <a href="https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/">Opcodes</a>
 */
public final class OpCode {
  public static final int REPLY = 1;
  public static final int UPDATE = 2001;
  public static final int INSERT = 2002;
  public static final int QUERY = 2004;
  public static final int GET_MORE = 2005;
  public static final int DELETE = 2006;
  public static final int KILL_CURSORS = 2007;
  public static final int COMPRESSED = 2012;
  public static final int MSG = 2013;

  private OpCode() {}
}
