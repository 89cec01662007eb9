using System.Net;
using ClearSettings.Domain;
using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Users;
using ClearSettings.Domain.Workspaces;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.App;

public abstract partial class TestApp
{
    public Person Olga { get; private set; } = null!;

    public Person Adam { get; private set; } = null!;

    public Person Mia { get; private set; } = null!;

    public Person Eve { get; private set; } = null!;

    public IReadOnlyList<Person> People => [Olga, Adam, Mia, Eve];

    private bool WithPeople { get; set; } = true;

    public async Task<Browser> SignedInAsync(Person person, IPAddress? address = null)
    {
        var browser = Browser(address);
        var form = await browser.GetAsync("/sign-in");
        var token = form.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await browser.FetchAsync(
            HttpMethod.Post,
            form.Path,
            [new("Email", person.Email), new("Password", Person.Password), new("__RequestVerificationToken", token)]
        );
        // Few tests are about the tip that comes first.
        browser.Cookies.Remove(ClearSettings.Web.Html.Tip.Cookie);
        // A first request of the session, which marks the person as seen, without the work of a page.
        await browser.FetchAsync(HttpMethod.Get, "/sign-in");
        return browser;
    }

    public async Task<Key> KeyAsync(Person person, string? label = null, TimeSpan? lifetime = null)
    {
        var made = await InAsync(
            person,
            services =>
                services
                    .GetRequiredService<CreateCredential>()
                    .RunAsync(new() { Label = label, ExpirationSec = (long?)lifetime?.TotalSeconds })
        );
        return new(made.Value.Credential.Id, made.Value.Credential.AccessKey, made.Value.Secret.Text.Reveal());
    }

    /// <summary>Someone new, so that a test need not share a list with its neighbours.</summary>
    public Task<Person> AddAsync(string name, MemberRole role, Guid? workspace = null) =>
        InAsync(
            null,
            async services =>
            {
                var db = services.GetRequiredService<ClearSettingsDb>();
                var user = User.Create(name, $"{Guid.NewGuid():N}@example.com", Time);
                user.SetDefaultWorkspace(workspace ?? Olga.Workspace);
                user.ConfirmEmail();
                await db.WriteAsync(async () =>
                {
                    Assert.True(
                        (
                            await services.GetRequiredService<UserManager<User>>().CreateAsync(user, Person.Password)
                        ).Succeeded
                    );
                    db.Members.Add(Member.Join(workspace ?? Olga.Workspace, user.Id, role, Time));
                    return true;
                });
                return new Person(user.Id, name, user.Email!, workspace ?? Olga.Workspace, role);
            }
        );

    public Task<Guid> AddWorkspaceAsync(string name) =>
        InAsync(
            null,
            async services =>
            {
                var workspace = Workspace.Create(name, Time);
                await services
                    .GetRequiredService<ClearSettingsDb>()
                    .WriteAsync(async () =>
                    {
                        await services.GetRequiredService<CreateWorkspace>().AddAsync(workspace, null);
                        return true;
                    });
                return workspace.Id;
            }
        );

    private async Task AddPeopleAsync()
    {
        var olga = await InAsync(
            null,
            s =>
                s.GetRequiredService<SetUpServer>()
                    .RunAsync(
                        new OwnerInput
                        {
                            Name = "Olga Orlova",
                            Email = "olga@example.com",
                            Password = Person.Password,
                            Workspace = "Research",
                        }
                    )
        );
        Olga = new(
            olga.Value.Id,
            olga.Value.Name,
            olga.Value.Email!,
            olga.Value.DefaultWorkspaceId!.Value,
            MemberRole.Owner
        );
        Adam = await AddAsync("Adam Ames", MemberRole.Admin);
        Mia = await AddAsync("Mia Meyer", MemberRole.Member);
        Eve = await AddAsync("Eve Eden", MemberRole.Owner, await AddWorkspaceAsync("Elsewhere"));
    }
}
