using ClearSettings.Domain;
using ClearSettings.Domain.Secrets;

namespace ClearSettings.Tests.Secrets;

public abstract class MissingKeyTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task A_database_without_its_master_key_does_not_start_and_gets_no_new_key()
    {
        await using var server = await App.AnotherAsync();
        await server.StopAsync();
        var file = Path.Combine(server.DataFolder, MasterKey.FileName);
        var key = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        File.Delete(file);
        var problem = await Assert.ThrowsAsync<StartupException>(server.StartAsync);
        Assert.StartsWith("This database was encrypted with a master key, and the key is missing", problem.Message);
        Assert.Contains(file, problem.Message);
        Assert.Contains("Restore master.key from your backup", problem.Message);
        Assert.False(File.Exists(file));
        await File.WriteAllTextAsync(file, key, TestContext.Current.CancellationToken);
        await server.StartAsync();
        await server.SignedInAsync(server.Olga);
    }

    [Fact]
    public async Task A_first_start_creates_the_key()
    {
        await using var server = await App.AnotherAsync(people: false);
        Assert.True(File.Exists(Path.Combine(server.DataFolder, MasterKey.FileName)));
    }
}

public sealed class MissingKeyOnSqlite(SqliteApp app) : MissingKeyTests(app), IClassFixture<SqliteApp>;

public sealed class MissingKeyOnPostgres(PostgresApp app) : MissingKeyTests(app), IClassFixture<PostgresApp>;
