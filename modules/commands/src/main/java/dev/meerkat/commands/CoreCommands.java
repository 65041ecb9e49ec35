package dev.meerkat.commands;

import dev.meerkat.commands.administration.GetClusterParameterCommand;
import dev.meerkat.commands.administration.SetClusterParameterCommand;
import dev.meerkat.commands.auth.LogoutCommand;
import dev.meerkat.commands.auth.SaslContinueCommand;
import dev.meerkat.commands.auth.SaslStartCommand;
import dev.meerkat.commands.catalog.CloneCollectionAsCappedCommand;
import dev.meerkat.commands.catalog.CollModCommand;
import dev.meerkat.commands.catalog.CollStatsCommand;
import dev.meerkat.commands.catalog.ConvertToCappedCommand;
import dev.meerkat.commands.catalog.CreateCommand;
import dev.meerkat.commands.catalog.CreateIndexesCommand;
import dev.meerkat.commands.catalog.DataSizeCommand;
import dev.meerkat.commands.catalog.DbStatsCommand;
import dev.meerkat.commands.catalog.DropCommand;
import dev.meerkat.commands.catalog.DropDatabaseCommand;
import dev.meerkat.commands.catalog.DropIndexesCommand;
import dev.meerkat.commands.catalog.ListCollectionsCommand;
import dev.meerkat.commands.catalog.ListDatabasesCommand;
import dev.meerkat.commands.catalog.ListIndexesCommand;
import dev.meerkat.commands.catalog.RenameCollectionCommand;
import dev.meerkat.commands.catalog.SearchIndexCommand;
import dev.meerkat.commands.catalog.ValidateCommand;
import dev.meerkat.commands.catalog.ValidateDbMetadataCommand;
import dev.meerkat.commands.crud.AggregateCommand;
import dev.meerkat.commands.crud.BulkWriteCommand;
import dev.meerkat.commands.crud.CountCommand;
import dev.meerkat.commands.crud.DeleteCommand;
import dev.meerkat.commands.crud.DistinctCommand;
import dev.meerkat.commands.crud.ExplainCommand;
import dev.meerkat.commands.crud.FindAndModifyCommand;
import dev.meerkat.commands.crud.FindCommand;
import dev.meerkat.commands.crud.GetMoreCommand;
import dev.meerkat.commands.crud.InsertCommand;
import dev.meerkat.commands.crud.KillCursorsCommand;
import dev.meerkat.commands.crud.UpdateCommand;
import dev.meerkat.commands.diagnostic.BuildInfoCommand;
import dev.meerkat.commands.diagnostic.ConfigureFailPointCommand;
import dev.meerkat.commands.diagnostic.ConnectionStatusCommand;
import dev.meerkat.commands.diagnostic.CurrentOpCommand;
import dev.meerkat.commands.diagnostic.DropConnectionsCommand;
import dev.meerkat.commands.diagnostic.FsyncCommand;
import dev.meerkat.commands.diagnostic.FsyncUnlockCommand;
import dev.meerkat.commands.diagnostic.GetCmdLineOptsCommand;
import dev.meerkat.commands.diagnostic.GetLogCommand;
import dev.meerkat.commands.diagnostic.GetParameterCommand;
import dev.meerkat.commands.diagnostic.HelloCommand;
import dev.meerkat.commands.diagnostic.HostInfoCommand;
import dev.meerkat.commands.diagnostic.IsMasterCommand;
import dev.meerkat.commands.diagnostic.KillOpCommand;
import dev.meerkat.commands.diagnostic.ListCommandsCommand;
import dev.meerkat.commands.diagnostic.PingCommand;
import dev.meerkat.commands.diagnostic.ReplSetGetConfigCommand;
import dev.meerkat.commands.diagnostic.ReplSetGetStatusCommand;
import dev.meerkat.commands.diagnostic.ServerStatusCommand;
import dev.meerkat.commands.diagnostic.SetParameterCommand;
import dev.meerkat.commands.diagnostic.ShutdownCommand;
import dev.meerkat.commands.diagnostic.TestDeprecationCommand;
import dev.meerkat.commands.diagnostic.TestVersion2Command;
import dev.meerkat.commands.diagnostic.WhatsMyUriCommand;
import dev.meerkat.commands.session.AbortTransactionCommand;
import dev.meerkat.commands.session.CommitTransactionCommand;
import dev.meerkat.commands.session.EndSessionsCommand;
import dev.meerkat.commands.session.GetDefaultRwConcernCommand;
import dev.meerkat.commands.session.KillAllSessionsByPatternCommand;
import dev.meerkat.commands.session.KillAllSessionsCommand;
import dev.meerkat.commands.session.KillSessionsCommand;
import dev.meerkat.commands.session.RefreshSessionsCommand;
import dev.meerkat.commands.session.SetDefaultRwConcernCommand;
import dev.meerkat.commands.session.StartSessionCommand;
import dev.meerkat.spi.command.Command;
import dev.meerkat.spi.command.CommandProvider;
import java.util.List;

/** The built-in commands, sorted by name. Threads: immutable. */
public final class CoreCommands implements CommandProvider {
  private static final List<Command> COMMANDS =
      List.of(
          new AbortTransactionCommand(),
          new AggregateCommand(),
          new BuildInfoCommand(),
          new BulkWriteCommand(),
          new CloneCollectionAsCappedCommand(),
          new CollModCommand(),
          new CollStatsCommand(),
          new CommitTransactionCommand(),
          new ConfigureFailPointCommand(),
          new ConnectionStatusCommand(),
          new ConvertToCappedCommand(),
          new CountCommand(),
          new CreateCommand(),
          new CreateIndexesCommand(),
          new CurrentOpCommand(),
          new DataSizeCommand(),
          new DbStatsCommand(),
          new DeleteCommand(),
          new DistinctCommand(),
          new DropCommand(),
          new DropConnectionsCommand(),
          new DropDatabaseCommand(),
          new DropIndexesCommand(),
          new EndSessionsCommand(),
          new ExplainCommand(),
          new FindAndModifyCommand(),
          new FindCommand(),
          new FsyncCommand(),
          new FsyncUnlockCommand(),
          new GetClusterParameterCommand(),
          new GetCmdLineOptsCommand(),
          new GetDefaultRwConcernCommand(),
          new GetLogCommand(),
          new GetMoreCommand(),
          new GetParameterCommand(),
          new HelloCommand(),
          new HostInfoCommand(),
          new InsertCommand(),
          new IsMasterCommand(),
          new KillAllSessionsByPatternCommand(),
          new KillAllSessionsCommand(),
          new KillCursorsCommand(),
          new KillOpCommand(),
          new KillSessionsCommand(),
          new ListCollectionsCommand(),
          new ListCommandsCommand(),
          new ListDatabasesCommand(),
          new ListIndexesCommand(),
          new LogoutCommand(),
          new PingCommand(),
          new RefreshSessionsCommand(),
          new RenameCollectionCommand(),
          new ReplSetGetConfigCommand(),
          new ReplSetGetStatusCommand(),
          new SaslContinueCommand(),
          new SaslStartCommand(),
          SearchIndexCommand.create(),
          SearchIndexCommand.drop(),
          SearchIndexCommand.list(),
          SearchIndexCommand.update(),
          new ServerStatusCommand(),
          new SetClusterParameterCommand(),
          new SetDefaultRwConcernCommand(),
          new SetParameterCommand(),
          new ShutdownCommand(),
          new StartSessionCommand(),
          new TestDeprecationCommand(),
          new TestVersion2Command(),
          new UpdateCommand(),
          new ValidateCommand(),
          new ValidateDbMetadataCommand(),
          new WhatsMyUriCommand());

  @Override
  public List<Command> commands() {
    return COMMANDS;
  }
}
