import dev.meerkat.spi.index.IndexTypeProvider;
import dev.meerkat.text.TextIndexTypes;
import org.jspecify.annotations.NullMarked;

/** Text indexes: words of strings, with their scores. */
@NullMarked
module dev.meerkat.text {
  requires dev.meerkat.engine;
  requires com.ibm.icu;
  requires org.apache.lucene.analysis.common;
  requires org.apache.lucene.core;

  provides IndexTypeProvider with
      TextIndexTypes;
}
