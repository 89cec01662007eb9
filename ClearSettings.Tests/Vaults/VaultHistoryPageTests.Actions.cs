using ClearSettings.Domain.Vaults;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Tests.Vaults;

public abstract partial class VaultHistoryPageTests
{
    [Fact]
    public async Task A_file_without_secrets_is_a_link_and_one_with_them_wants_a_password_and_is_told()
    {
        var id = await VaultAsync(Markup, "a = 1\npassword = hunter22\n");
        var browser = await App.SignedInAsync(App.Adam);
        var dialog = await browser.GetAsync($"{Vaults}/{id}/download");
        Assert.Contains($"Download “Vault {Markup}”", dialog.Main, StringComparison.Ordinal);
        var masked = await browser.FetchAsync(HttpMethod.Get, $"{Vaults}/{id}/masked");
        Assert.Equal("a = 1\npassword = \"********\"\n", await masked.Content.ReadAsStringAsync());
        Assert.Equal(
            ("attachment", "Vault-b-Vault-b-1-1.conf", true),
            (
                masked.Content.Headers.ContentDisposition!.DispositionType,
                masked.Content.Headers.ContentDisposition.FileName?.Trim('"'),
                masked.Headers.CacheControl!.NoStore
            )
        );
        Assert.Equal(0, await RevealsAsync(id));
        App.Time.Advance(TimeSpan.FromMinutes(11));
        var proof = await dialog.PressAsync("Download with secrets");
        Assert.Equal((422, "Confirm your password"), (proof.Status, proof.Heading));
        Assert.DoesNotContain("hunter", proof.Html, StringComparison.Ordinal);
        Assert.Equal(422, (await proof.Fill("Password", "wrong").PressAsync("Continue")).Status);
        Assert.Equal(0, await RevealsAsync(id));
        var file = await proof.Fill("Password", Person.Password).PressAsync("Continue");
        Assert.Contains("hunter22", file.Html, StringComparison.Ordinal);
        Assert.Equal("attachment", file.Response.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(1, await RevealsAsync(id));
    }

    [Fact]
    public async Task A_vault_is_duplicated_for_another_group_with_its_secrets_and_off()
    {
        var group = await GroupAsync();
        var name = await App.DbAsync(
            App.Olga,
            db => db.Groups.Where(g => g.Id == Guid.Parse(group)).Select(g => g.Name).SingleAsync()
        );
        var id = await VaultAsync("double", "token = hunter22");
        var dialog = await (await App.SignedInAsync(App.Adam)).GetAsync($"{Vaults}/{id}/duplicate");
        Assert.DoesNotContain("hunter", dialog.Html, StringComparison.Ordinal);
        var refused = await dialog.Fill("Name", "Vault double").PressAsync("Duplicate vault");
        Assert.Equal((422, "Another vault has this name. Choose a different one."), (refused.Status, refused.Problems));
        await refused
            .Fill("Name", "Vault double copy")
            .Choose("Selected groups")
            .Choose(name)
            .PressAsync("Duplicate vault");
        await AssertCopyIsOffAsync(group);
        Assert.Equal(
            422,
            (await dialog.Fill("Name", "Vault treble").Tamper("Name", "  ").PressAsync("Duplicate vault")).Status
        );
    }

    private async Task AssertCopyIsOffAsync(string group)
    {
        var copy = await App.DbAsync(
            App.Olga,
            db => db.Vaults.Include(v => v.Groups).SingleAsync(v => v.Name == "Vault double copy")
        );
        Assert.Equal(
            (VaultScope.Group, Guid.Parse(group), false),
            (copy.Scope, Assert.Single(copy.Groups).GroupId, copy.Enabled)
        );
        Assert.Equal("token = hunter22", await TextAsync(copy.Id.ToString("N"), 1));
    }

    [Fact]
    public async Task Deleting_says_who_loses_it_and_takes_all_versions()
    {
        var group = await GroupAsync(App.Mia, App.Adam);
        var id = await SaveAsync(
            App.Api(await App.KeyAsync(App.Olga)),
            new
            {
                description = Name("to delete"),
                data = "a = 1",
                scope = "group",
            },
            group
        );
        var dialog = await (await App.SignedInAsync(App.Adam)).GetAsync($"{Vaults}/{id}/delete");
        Assert.Equal("Delete “Vault to delete”?", dialog.Heading);
        Assert.Contains("2 people receive it.", dialog.Main, StringComparison.Ordinal);
        Assert.Contains("Its only version is deleted.", dialog.Main, StringComparison.Ordinal);
        Assert.Equal(Vaults, (await dialog.PressAsync("Delete vault")).Path);
        Assert.False(await App.DbAsync(App.Olga, db => db.Vaults.AnyAsync(v => v.Id == Guid.Parse(id))));
        Assert.False(await App.DbAsync(App.Olga, db => db.VaultVersions.AnyAsync(v => v.VaultId == Guid.Parse(id))));
        Assert.Equal(Vaults, (await dialog.PressAsync("Delete vault")).Path);
    }

    private Task<int> RevealsAsync(string id) =>
        App.DbAsync(
            App.Olga,
            db => db.VaultOperations.CountAsync(o => o.VaultId == Guid.Parse(id) && o.Action == VaultAction.Reveal)
        );
}
