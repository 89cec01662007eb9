using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Utilities;
using Org.BouncyCastle.Security;

namespace ClearSettings.Tests.Vaults;

public abstract class SshVaultTests(TestApp app) : AppTests(app)
{
    private static readonly string[] CallsWithoutPrivateKeys =
    [
        "users.get_vaults",
        "users.get_vaults?types=ssh",
        "users.get_vaults?enabled=true",
        "users.get_vaults?enabled=true&types=config",
        "users.get_vaults?enabled=true&types=ssh&preview_data=true",
        "users.get_vaults?types=ssh&preview_data=true",
        "users.get_organization_vaults",
        "users.get_organization_vaults?enabled=true&types=ssh",
    ];

    [Fact]
    public async Task A_credential_is_saved_and_its_private_half_never_shown_again()
    {
        var (secret, open) = NewKey();
        var page = await SaveAsync("Hosts", secret, open);
        Assert.Equal("Vault Hosts saved. It is disabled; enable it when it is ready.", page.Flash);
        Assert.Equal("1 key", page.Cell("Hosts", "Content"));
        var vault = await VaultTestClient.FindAsync(App, "Hosts");
        page = await page.FollowAsync("Hosts");
        Assert.DoesNotContain(secret.Split('\n')[1], page.Html);
        Assert.Equal(
            (open, ""),
            (VaultTestClient.InputValue(page, "public-ed25519"), VaultTestClient.InputValue(page, "private-ed25519"))
        );
        Assert.Equal(
            "Stored, paste to replace",
            page.Document.GetElementById("private-ed25519")!.GetAttribute("placeholder")
        );
        Assert.Equal("Vault Hosts saved.", (await page.Fill("What changed", "Nothing").PressAsync("Save vault")).Flash);
        Assert.Equal(
            secret,
            Assert.Single(SshKeys.Read(await VaultTestClient.TextAsync(App, vault.Id), ConfigFormat.Json)).Private
        );
        await AssertPrivateKeyIsNotRevealedAsync(vault.Id, secret);
    }

    private async Task AssertPrivateKeyIsNotRevealedAsync(Guid vault, string secret)
    {
        var revealed = await (await App.SignedInAsync(App.Adam)).PostAsync(
            VaultTestClient.Url(App, $"/{vault:N}/reveal")
        );
        Assert.Equal(422, revealed.Status);
        Assert.Contains("Private keys are never shown again", revealed.Problems);
        Assert.DoesNotContain(secret.Split('\n')[1], revealed.Html);
    }

    [Fact]
    public async Task Halves_of_two_pairs_are_refused_at_their_field()
    {
        var page = await SaveAsync("Mixed", NewKey().Private, NewKey().Public);
        Assert.Equal(422, page.Status);
        Assert.Contains("do not match", page.Problems);
        Assert.DoesNotContain("Line 2", page.Problems);
        Assert.Equal("true", page.Document.GetElementById("private-ed25519")!.GetAttribute("aria-invalid"));
    }

    [Theory]
    [InlineData("ssh_host_ed25519_key is not a private key", "private-ed25519", "not a key", null)]
    [InlineData("The public key of ssh_host_ed25519_key is missing", "public-ed25519", null, "")]
    [InlineData("ssh_host_ed25519_key__pub is not a public key", "public-ed25519", null, "ssh-ed25519 AAAA")]
    public async Task What_is_no_key_is_told_at_its_field(string message, string field, string? secret, string? open)
    {
        var key = NewKey();
        var page = await SaveAsync("Broken", secret ?? key.Private, open ?? key.Public);
        Assert.Equal((422, "true"), (page.Status, page.Document.GetElementById(field)!.GetAttribute("aria-invalid")));
        Assert.Contains(message, page.Problems);
    }

    [Fact]
    public async Task Clearing_the_public_half_removes_the_pair()
    {
        var key = NewKey();
        var page = await (await SaveAsync("Cleared", key.Private, key.Public)).FollowAsync("Cleared");
        Assert.Equal(
            "Vault Cleared saved.",
            (await page.Fill("Ed25519 public key", "").PressAsync("Save vault")).Flash
        );
        Assert.Empty(
            SshKeys.Read(
                await VaultTestClient.TextAsync(App, (await VaultTestClient.FindAsync(App, "Cleared")).Id),
                ConfigFormat.Json
            )
        );
    }

    [Fact]
    public async Task Another_target_does_not_bring_private_halves_into_an_editor()
    {
        var key = NewKey();
        await SaveAsync("Retargeted", key.Private, key.Public);
        var id = (await VaultTestClient.FindAsync(App, "Retargeted")).Id;
        var browser = await App.SignedInAsync(App.Adam);
        foreach (var part in new[] { "Masked", "Text", "Ssh" })
            await browser.PostAsync(
                VaultTestClient.Url(App, $"/{id:N}"),
                ("Name", "Retargeted"),
                ("Scope", "Organization"),
                ("Target", "Client"),
                ("Part", part)
            );
        var line = key.Private.Split('\n')[1];
        Assert.DoesNotContain(line, (await browser.GetAsync(VaultTestClient.Url(App, $"/{id:N}"))).Html);
        Assert.DoesNotContain(line, (await browser.PostAsync(VaultTestClient.Url(App, $"/{id:N}/reveal"))).Html);
    }

    [Fact]
    public async Task Private_halves_go_only_to_clients_that_ask_for_their_target()
    {
        var (secret, open) = NewKey();
        var id = await VaultTestClient.SaveAsync(
            App,
            new()
            {
                Name = "Served hosts",
                Content = SshKeys.Write([new("ed25519", secret, open)]),
                Enabled = true,
                Target = VaultTarget.SshServer,
                Format = ConfigFormat.Json,
            }
        );
        // A piece without the characters that JSON and HTML escape.
        static string Piece(string text) => text.Split('+', '/', '=', ' ', '\n').MaxBy(p => p.Length)!;
        var (line, half) = (Piece(secret.Split('\n')[2]), Piece(open));
        foreach (var person in new[] { App.Mia, App.Adam })
        {
            await AssertServedToSshAloneAsync(person, id, line, half);
        }
        await AssertOnNoPageAsync(id, line);
    }

    private async Task AssertServedToSshAloneAsync(Person person, Guid id, string privateLine, string publicKey)
    {
        var client = App.Api(await App.KeyAsync(person));
        foreach (var call in CallsWithoutPrivateKeys)
        {
            if (person == App.Mia && call.Contains("organization", StringComparison.Ordinal))
                continue;
            var answer = await client.CallAsync(call);
            Assert.DoesNotContain(privateLine, answer.Text, StringComparison.Ordinal);
            // The vault itself is there, with its public key.
            if (
                !call.Contains("preview", StringComparison.Ordinal)
                && !call.EndsWith("config", StringComparison.Ordinal)
            )
                Assert.Contains(publicKey, answer.Text, StringComparison.Ordinal);
        }
        var served = (await client.CallAsync("users.get_vaults?enabled=true&types=ssh&types=ssh"))
            .Ok.GetProperty("vaults")
            .EnumerateArray()
            .Single(v => v.GetProperty("id").GetString() == id.ToString("N"));
        Assert.Contains(privateLine, served.GetProperty("data").GetString(), StringComparison.Ordinal);
    }

    private async Task AssertOnNoPageAsync(Guid id, string line)
    {
        var browser = await App.SignedInAsync(App.Adam);
        foreach (
            var end in new[] { "", "/masked", "/masked?version=1", "/history", "/history/1", "/duplicate", "/download" }
        )
            Assert.DoesNotContain(
                line,
                await (
                    await browser.FetchAsync(HttpMethod.Get, VaultTestClient.Url(App, $"/{id:N}{end}"))
                ).Content.ReadAsStringAsync(),
                StringComparison.Ordinal
            );
        Assert.DoesNotContain(
            line,
            (await browser.PostAsync(VaultTestClient.Url(App, $"/{id:N}/secrets"))).Html,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            line,
            (await browser.GetAsync(VaultTestClient.Url(App, "/effective"))).Html,
            StringComparison.Ordinal
        );
    }

    private async Task<Page> SaveAsync(string name, string secret, string open)
    {
        var page = await (await (await App.SignedInAsync(App.Adam)).GetAsync(VaultTestClient.Url(App, "/new")))
            .Fill("Name", name)
            .Choose("Whole workspace")
            .Fill("Target", "SSH server (host keys)")
            .PressAsync("Show fields of this target");
        return await page.Fill("Ed25519 private key", secret).Fill("Ed25519 public key", open).PressAsync("Save vault");
    }

    private static (string Private, string Public) NewKey()
    {
        var generator = new Ed25519KeyPairGenerator();
        generator.Init(new Ed25519KeyGenerationParameters(new SecureRandom()));
        var pair = generator.GenerateKeyPair();
        var body = System
            .Convert.ToBase64String(
                OpenSshPrivateKeyUtilities.EncodePrivateKey(pair.Private),
                Base64FormattingOptions.InsertLineBreaks
            )
            .ReplaceLineEndings("\n");
        return (
            $"-----BEGIN OPENSSH PRIVATE KEY-----\n{body}\n-----END OPENSSH PRIVATE KEY-----\n",
            "ssh-ed25519 "
                + System.Convert.ToBase64String(OpenSshPublicKeyUtilities.EncodePublicKey(pair.Public))
                + " host"
        );
    }
}

public sealed class SshVaultOnSqlite(SqliteApp app) : SshVaultTests(app), IClassFixture<SqliteApp>;
