using ClearSettings.Domain.Groups;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Groups;

public abstract partial class GroupsApiTests
{
    [Fact]
    public async Task Twenty_who_add_at_once_lose_no_one()
    {
        await using var server = await App.AnotherAsync();
        var people = new List<Person>();
        for (var i = 0; i < 20; i++)
            people.Add(await server.AddAsync($"Number {i}", Domain.MemberRole.Member));
        var group = await GroupFixture.GroupAsync(server, "Busy");
        var added = await Task.WhenAll(
            people.Select(
                (p, i) =>
                    Task.Run(() =>
                        server.InAsync(
                            i % 2 == 0 ? server.Olga : server.Adam,
                            s => s.GetRequiredService<AddToGroups>().RunAsync([p.Id], [group.Id])
                        )
                    )
            )
        );
        Assert.All(added, a => Assert.True(a.Ok));
        Assert.Equal(20, (await GroupFixture.MembersAsync(server, group.Id)).Count);
        Assert.Equal(
            20,
            await server.DbAsync(server.Olga, db => db.AuditEvents.CountAsync(e => e.Kind == "group.members_changed"))
        );
    }

    [Fact]
    public async Task Of_twenty_who_make_a_group_of_one_name_one_succeeds()
    {
        var made = await Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(i =>
                    Task.Run(() =>
                        App.RunAsync(
                            i % 2 == 0 ? App.Olga : App.Adam,
                            (CreateGroup create) => create.RunAsync(new() { Name = i % 3 == 0 ? "RACE" : "race" })
                        )
                    )
                )
        );
        Assert.Single(made, m => m.Ok);
        Assert.All(made.Where(m => !m.Ok), m => Assert.Equal(GroupNames.NameTaken, m.Problems[0].Code));
    }

    [Fact]
    public async Task Two_administrators_who_take_each_other_out_at_once_leave_one()
    {
        await using var server = await App.AnotherAsync();
        var nina = await server.AddAsync("Nina New", Domain.MemberRole.Admin);
        var admins = await GroupFixture.BuiltInAsync(server, BuiltInGroup.Admins);
        Task<Domain.Result<Group>> TakeOutAsync(Person by) =>
            Task.Run(() =>
                server.InAsync(
                    by,
                    s =>
                        s.GetRequiredService<ChangeGroup>()
                            .RunAsync(admins.Id, new() { Users = [server.Olga.Id, by.Id] })
                )
            );
        var done = await Task.WhenAll(TakeOutAsync(server.Adam), TakeOutAsync(nina));
        Assert.Single(done, d => d.Ok);
        Assert.Equal(
            2,
            await server.DbAsync(server.Olga, db => db.Members.CountAsync(m => m.Role != Domain.MemberRole.Member))
        );
    }
}
