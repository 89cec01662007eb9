using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Users;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.App;

/// <summary>Short calls of the domain that many tests make to prepare or to check something.</summary>
internal static class DomainCalls
{
    /// <summary>As <see cref="TestApp.InAsync"/>, for work that needs one service: a use case, for example.</summary>
    public static Task<T> UseAsync<TService, T>(this TestApp app, Person? person, Func<TService, Task<T>> work)
        where TService : notnull => app.InAsync(person, services => work(services.GetRequiredService<TService>()));

    /// <summary>Saves now when credentials and tokens were last used. The server does it every so often.</summary>
    public static Task RecordCredentialUsageAsync(this TestApp app) =>
        app.Services.GetRequiredService<CredentialUsageRecorder>().FlushAsync(all: true);

    public static Task<User> UserAsync(this TestApp app, Guid id) =>
        app.DbAsync(null, db => db.Users.AsNoTracking().SingleAsync(u => u.Id == id));

    public static Task<User> UserAsync(this TestApp app, string email) =>
        app.DbAsync(null, db => db.Users.AsNoTracking().SingleAsync(u => u.Email == email));

    /// <summary>Makes someone a member of another workspace too.</summary>
    /// <returns>The same person, there.</returns>
    public static async Task<Person> AddToWorkspaceAsync(
        this TestApp app,
        Person person,
        Guid workspace,
        MemberRole role = MemberRole.Member
    )
    {
        await app.DbAsync(
            null,
            db =>
                db.WriteAsync(async () =>
                {
                    db.Members.Add(Member.Join(workspace, person.Id, role, app.Time));
                    await db.TouchAsync(workspace);
                    return true;
                })
        );
        return person with { Workspace = workspace, Role = role };
    }
}
