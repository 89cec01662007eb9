using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Vaults;

public abstract partial class VaultUseCaseTests
{
    [Fact]
    public async Task Who_saves_over_a_change_is_told_who_made_it()
    {
        var id = (
            await SaveAsync(
                App,
                App.Adam,
                null,
                new()
                {
                    Name = "Conflict",
                    Scope = VaultScope.Organization,
                    Content = "a = 1",
                }
            )
        ).Value;
        var seen = await App.DbAsync(
            App.Olga,
            db => db.Vaults.Where(v => v.Id == id).Select(v => v.RowVersion).SingleAsync()
        );
        await SaveAsync(App, App.Adam, id, new() { Content = "a = 2", RowVersion = seen });
        var refused = await SaveAsync(App, App.Olga, id, new() { Content = "a = 3", RowVersion = seen });
        Assert.Equal(
            (Refusal.Conflict, "Adam Ames changed this vault since you opened it."),
            (refused.Refusal, refused.Problems[0].Message)
        );
        Assert.Equal("a = 2", await ReadAsync(id));
        Assert.True((await SaveAsync(App, App.Olga, id, new() { Content = "a = 3" })).Ok);
    }

    [Fact]
    public async Task Twenty_writers_at_once_leave_twenty_versions()
    {
        var id = await VaultTestClient.SaveAsync(App, "Crowded", "a = 0");
        var done = await Task.WhenAll(
            Enumerable
                .Range(1, 20)
                .Select(i => SaveAsync(App, i % 2 == 0 ? App.Adam : App.Olga, id, new() { Content = $"a = {i}" }))
        );
        Assert.All(done, d => Assert.True(d.Ok));
        Assert.Equal(
            Enumerable.Range(1, 21),
            await App.DbAsync(
                App.Olga,
                db =>
                    db.VaultVersions.Where(v => v.VaultId == id)
                        .OrderBy(v => v.Number)
                        .Select(v => v.Number)
                        .ToListAsync()
            )
        );
        var last = await App.DbAsync(
            App.Olga,
            db => db.Vaults.Where(v => v.Id == id).Select(v => v.Version).SingleAsync()
        );
        Assert.Equal(21, last);
    }

    [Fact]
    public async Task Of_twenty_first_saves_of_a_personal_vault_one_makes_it()
    {
        var mia = await App.AddAsync("Mia in a hurry", MemberRole.Member);
        await Task.WhenAll(
            Enumerable
                .Range(1, 20)
                .Select(i =>
                    App.InAsync(
                        mia,
                        s => s.GetRequiredService<SaveVault>().SavePersonalAsync(mia.Id, new() { Content = $"a = {i}" })
                    )
                )
        );
        Assert.Equal(1, await App.DbAsync(App.Olga, db => db.Vaults.CountAsync(v => v.UserId == mia.Id)));
    }
}
