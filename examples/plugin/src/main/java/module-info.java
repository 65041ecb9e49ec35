import com.example.meerkat.ExampleCommands;
import com.example.meerkat.ExampleExpressions;
import com.example.meerkat.ExampleMechanisms;
import com.example.meerkat.ExampleStages;
import dev.meerkat.spi.auth.AuthMechanismProvider;
import dev.meerkat.spi.command.CommandProvider;
import dev.meerkat.spi.query.ExpressionProvider;
import dev.meerkat.spi.query.StageProvider;

/** A stage, an expression, a command and an authentication mechanism of one's own. */
module com.example.meerkat {
  requires dev.meerkat.spi.auth;
  requires dev.meerkat.spi.command;
  requires dev.meerkat.spi.query;

  provides AuthMechanismProvider with
      ExampleMechanisms;
  provides CommandProvider with
      ExampleCommands;
  provides ExpressionProvider with
      ExampleExpressions;
  provides StageProvider with
      ExampleStages;
}
