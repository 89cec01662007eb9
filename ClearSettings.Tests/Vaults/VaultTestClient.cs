using System.Text.Json;
using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Vaults;

/// <summary>What the tests of vault pages do again and again.</summary>
internal static class VaultTestClient
{
    public static string Url(TestApp app, string path = "") => $"/workspaces/{app.Olga.Workspace:N}/vaults{path}";

    /// <summary>Saved by the use case, as Adam.</summary>
    public static Task<Guid> SaveAsync(TestApp app, string name, string text, bool on = false) =>
        SaveAsync(
            app,
            new()
            {
                Name = name,
                Content = text,
                Enabled = on,
            }
        );

    /// <param name="group">The name of the one that the vault is for; null for the whole workspace.</param>
    public static async Task<Guid> SaveAsync(TestApp app, VaultInput input, string? group = null)
    {
        Guid[]? groupIds = group is null ? null : [await GroupAsync(app, group)];
        var scope = group is null ? VaultScope.Organization : VaultScope.Group;
        var assigned = input with
        {
            Scope = scope,
            GroupIds = groupIds,
            Target = input.Target ?? VaultTarget.Client,
            Format = input.Format ?? ConfigFormat.Hocon,
        };
        var saved = await app.InAsync(app.Adam, s => s.GetRequiredService<SaveVault>().RunAsync(null, assigned));
        Assert.True(saved.Ok, string.Join(' ', saved.Problems.Select(p => p.Message)));
        return saved.Value;
    }

    public static Task<Guid> GroupAsync(TestApp app, string name) =>
        app.DbAsync(
            app.Olga,
            async db =>
            {
                if (await db.Groups.SingleOrDefaultAsync(g => g.Name == name) is { } known)
                    return known.Id;
                var group = Group.Create(app.Olga.Workspace, name, null, app.Time);
                return await db.WriteAsync(() =>
                {
                    db.Groups.Add(group);
                    return Task.FromResult(group.Id);
                });
            }
        );

    public static Task<Vault> FindAsync(TestApp app, string name) =>
        app.DbAsync(app.Olga, db => db.Vaults.SingleAsync(v => v.Name == name));

    /// <summary>The text that counts, in clear.</summary>
    public static Task<string> TextAsync(TestApp app, Guid id) =>
        app.InAsync(
            app.Olga,
            async s =>
            {
                var vault = await s.GetRequiredService<ClearSettingsDb>().Vaults.SingleAsync(v => v.Id == id);
                var version = await s.GetRequiredService<ClearSettingsDb>()
                    .VaultVersions.SingleAsync(v => v.VaultId == id && v.Number == vault.Version);
                return s.GetRequiredService<VaultEncryption>().Decrypt(vault, version.Number, version.Content);
            }
        );

    public static string? InputValue(Page page, string id) =>
        page.Document.GetElementById(id) switch
        {
            AngleSharp.Html.Dom.IHtmlTextAreaElement area => area.Value,
            { } other => other.GetAttribute("value"),
            null => null,
        };

    public static string Trigger(Page page) =>
        page.Response.Headers.TryGetValues("HX-Trigger", out var lines) ? lines.Single() : "";

    /// <summary>Asks for a fix as the editor's script does.</summary>
    public static Task<Page> FixAsync(TestApp app, Browser browser, string fix, string text) =>
        browser.HtmxAsync(Url(app, "/new"), "findings", ("Fix", fix), ("Part", "Text"), ("Content", text));

    /// <summary>The text with the change that the response sends to the editor.</summary>
    public static string Edited(Page response, string text)
    {
        using var trigger = JsonDocument.Parse(Trigger(response));
        var edit = trigger.RootElement.GetProperty("vault-edit").GetProperty("edits")[0];
        return new VaultFix(
            "",
            edit.GetProperty("from").GetInt32(),
            edit.GetProperty("to").GetInt32(),
            edit.GetProperty("insert").GetString()!
        ).Apply(text);
    }
}
