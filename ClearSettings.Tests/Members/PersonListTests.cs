using ClearSettings.Web.Pages.Workspace.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Members;

public abstract class PersonListTests(TestApp app) : AppTests(app)
{
    [Fact]
    public async Task Try()
    {
        foreach (var (key, _, _) in PersonFilter.Sorts) foreach (var q in new[] { null, "olga", "abcdef" })
        {
            var filter = new PersonFilter { Sort = key, Q = q };
            var sql = await App.InAsync(App.Olga, s => Task.FromResult(s.GetRequiredService<PersonList>().Find(filter).Skip(0).Take(50).ToQueryString()));
            if (key == "name") TestContext.Current.SendDiagnosticMessage(sql);
            await App.InAsync(App.Olga, s => s.GetRequiredService<PersonList>().Find(filter).Skip(0).Take(50).ToListAsync());
            await App.InAsync(App.Olga, s => s.GetRequiredService<PersonList>().CountAsync(filter));
        }
    }
}

public sealed class PersonListOnSqlite(SqliteApp app) : PersonListTests(app), IClassFixture<SqliteApp>;

public sealed class PersonListOnPostgres(PostgresApp app) : PersonListTests(app), IClassFixture<PostgresApp>;
