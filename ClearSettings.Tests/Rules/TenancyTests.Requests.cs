using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Resources;
using ClearSettings.Domain.ServiceAccounts;
using ClearSettings.Domain.Vaults;
using Microsoft.Extensions.DependencyInjection;
using static ClearSettings.Tests.Rules.TenancyTable;

namespace ClearSettings.Tests.Rules;

public abstract partial class TenancyTests
{
    /// <summary>
    /// With Olga's vaults, groups and so on: beneath her own workspace and beneath Eve's.
    /// </summary>
    private async Task<List<string>> UrlsOfOlgasAsync()
    {
        List<string> urls = [];
        foreach (var page in RazorPage.All(App).Where(p => p.Route.Contains('{')))
            urls.Add(await UrlAsync(page, App.Olga.Workspace));
        foreach (var page in RazorPage.All(App).Where(p => p.Route.Contains("{id}", StringComparison.Ordinal)))
            urls.Add(await UrlAsync(page, App.Eve.Workspace));
        return urls;
    }

    // The address with something of Olga's workspace in it, made for this request, since some requests end it.
    private async Task<string> UrlAsync(RazorPage page, Guid workspace)
    {
        if (page.Kind is not "service-accounts")
            return page.Url(workspace, await IdAsync(page.Kind));
        var account = await AccountAsync();
        return page.Url(workspace, account.Id, account.Key);
    }

    private async Task<string> WithIdsAsync(string body)
    {
        foreach (var (word, kind) in new[] { ("VAULT", "vaults"), ("GROUP", "groups"), ("RULE", "rules") })
            if (body.Contains(word, StringComparison.Ordinal))
                body = body.Replace(word, (await IdAsync(kind)).ToString("N"), StringComparison.Ordinal);
        return body;
    }

    private async Task<string> BodyAsync(string action, Key key) =>
        (await WithIdsAsync(Actions[action].Body))
            .Replace("KEY", key.AccessKey, StringComparison.Ordinal)
            .Replace("USER", App.Olga.Id.ToString("N"), StringComparison.Ordinal);

    private (string Name, string Value)[] FieldsOfEve(Key key) =>
        [
            ("Addresses", "eve.was@example.com"),
            ("Role", "Admin"),
            ("id", App.Mia.Id.ToString("N")),
            ("key", $"{key.Id:N}-0"),
            ("group", App.Mia.Id.ToString("N")),
            ("user", App.Mia.Id.ToString("N")),
            ("Name", "Eve was here"),
            ("Label", "Eve was here"),
            ("Content", "a = eve"),
            ("enabled", "true"),
            ("Hours", "0"),
        ];

    private async Task<Guid> IdAsync(string kind) =>
        kind switch
        {
            "vaults" => await VaultAsync(),
            "groups" => await GroupAsync(),
            "rules" or "access-rules" => await RuleAsync(),
            "users" => (await App.AddAsync("Somebody of Olga's", MemberRole.Member)).Id,
            _ => (await App.KeyAsync(App.Olga)).Id,
        };

    private async Task<Guid> VaultAsync()
    {
        var input = new VaultInput
        {
            Name = $"Vault {Guid.NewGuid():N}",
            Scope = VaultScope.Organization,
            Content = "a = 1",
        };
        return (await App.InAsync(App.Olga, s => s.GetRequiredService<SaveVault>().RunAsync(null, input))).Value;
    }

    private async Task<Guid> GroupAsync()
    {
        var made = await App.InAsync(
            App.Olga,
            s => s.GetRequiredService<CreateGroup>().RunAsync(new() { Name = $"Group {Guid.NewGuid():N}" })
        );
        return made.Value.Id;
    }

    private async Task<Guid> RuleAsync()
    {
        var input = new RuleInput
        {
            Type = ResourceType.Task,
            Level = AccessLevel.Read,
            Users = [App.Olga.Id],
        };
        return (await App.InAsync(App.Olga, s => s.GetRequiredService<CreateRules>().RunAsync([input]))).Value.Single();
    }

    private async Task<(Guid Id, Guid Key)> AccountAsync()
    {
        var made = (
            await App.InAsync(
                App.Olga,
                s => s.GetRequiredService<CreateServiceAccount>().RunAsync(new() { Name = $"Bot {Guid.NewGuid():N}" })
            )
        ).Value;
        return (made.Credential.Credential.UserId, made.Credential.Credential.Id);
    }
}
