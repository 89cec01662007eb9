using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.Secrets;
using ClearSettings.Domain.SystemCredentials;
using Microsoft.Extensions.Configuration;

namespace ClearSettings.Tests.SystemCredentials;

public sealed class SystemSettingsTests
{
    private const string Key = "FILESERVER0123456789ABCDEFGHIJ";
    private const string Secret = "a-secret-key-of-more-than-32-characters";

    public static TheoryData<string, string, string> Wrong =>
        new()
        {
            { "Role", "user", "a:Role cannot be used; it must be system or root." },
            { "Role", "", "a:Role is missing; it must be system or root." },
            { "AccessKey", "", "a:AccessKey is missing; it must be 16 to 64 letters" },
            { "AccessKey", "has:colon-and-more-characters", "a:AccessKey cannot be used; it must be 16 to 64 letters" },
            { "AccessKey", "short", "a:AccessKey cannot be used" },
            { "AccessKey", "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ", "a:AccessKey cannot be used" },
            { "AccessKey", new('A', 65), "a:AccessKey cannot be used" },
            // ClearML's own, which everybody knows.
            {
                "AccessKey",
                "62T8CP7HGBC6647XF9314C2VY67RJO",
                "a:AccessKey cannot be used; it must be " + SystemCredentialFields.AccessKeyExpectation
            },
            {
                "SecretKey",
                "too-short",
                "a:SecretKey cannot be used; it must be 32 to 200 ASCII characters without spaces."
            },
            { "SecretKey", "with a blank, and more than 32 characters", "a:SecretKey cannot be used" },
            { "SecretKey", "with-ä-and-with-more-than-32-characters", "a:SecretKey cannot be used" },
            { "SecretKey", new('x', 201), "a:SecretKey cannot be used" },
            { "SecretKey", "", "a needs either SecretKey or SecretKeyHash." },
            { "SecretKeyHash", new('a', 64), "a needs either SecretKey or SecretKeyHash, not both." },
            {
                "SecretKeyHash",
                "5f4dcc3b5aa765d61d8327deb882cf99",
                "a:SecretKeyHash cannot be used; it must be the SHA-256 hash of the secret key, 64 hexadecimal digits."
            },
            {
                "Secret",
                "misspelled-and-more-than-32-characters",
                "a has a setting that does not exist; it can have Role, AccessKey, SecretKey and SecretKeyHash."
            },
            { "SecretKey:0", "a-list-and-more-than-32-characters-too", "a has a setting that does not exist" },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_setting_is_named_with_what_it_must_be_and_without_its_value(
        string field,
        string value,
        string expected
    )
    {
        var problem = Refusal(new() { [$"a:{field}"] = value }, With("a"));
        Assert.Contains("SystemCredentials:" + expected, problem);
        if (value.Length > 0 && value != "user")
            Assert.DoesNotContain(value, problem);
        Assert.DoesNotContain(Secret, problem);
    }

    [Fact]
    public void Every_wrong_setting_is_named_at_once()
    {
        var problem = Refusal(
            new()
            {
                ["a:Role"] = "guest",
                ["b:SecretKey"] = "x",
                ["bad name:Role"] = "root",
            },
            With("a"),
            With("b")
        );
        Assert.Equal(3, problem.Split(Environment.NewLine).Length);
        Assert.Contains(
            "A name in SystemCredentials cannot be used; it must be 1 to 40 letters, digits, hyphens and underscores.",
            problem
        );
        Assert.DoesNotContain("bad name", problem);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("")]
    public void A_value_in_place_of_the_settings_is_refused(string name) =>
        Assert.DoesNotContain(Secret, Refusal(new() { [name] = Secret }, With("a")));

    [Fact]
    public void Two_credentials_cannot_share_an_access_key() =>
        Assert.Contains(
            "SystemCredentials:a:AccessKey and SystemCredentials:b:AccessKey are the same",
            Refusal([], With("a"), With("b", Key))
        );

    [Fact]
    public void A_hash_stands_for_its_secret_key_and_names_are_alike_in_any_case()
    {
        var hash = Convert.ToHexString(new SecretKey(Secret).Hash());
        var values = With("Web-Server_1").ToDictionary();
        (values["Web-Server_1:SecretKey"], values["Web-Server_1:SecretKeyHash"], values["Web-Server_1:Role"]) = (
            "",
            hash,
            " ROOT\n"
        );
        var credential = Assert.Single(Read(values).All);
        Assert.Equal(
            ("web-server_1", "root", "__web-server_1__"),
            (credential.Name, credential.Role, credential.UserId)
        );
        var list = Read(values);
        Assert.Equal(credential.Id, list.Find(Key, new(Secret))!.Id);
        foreach (var wrong in new[] { Secret + "x", "", hash, hash.ToLowerInvariant() })
            Assert.Null(list.Find(Key, new(wrong)));
        Assert.Null(list.Find(Key.ToLowerInvariant(), new(Secret)));
    }

    [Fact]
    public void Neither_the_secret_nor_its_hash_is_written_by_accident()
    {
        var credential = Assert.Single(Read(With("a").ToDictionary()).All);
        Assert.Equal("System credentials “a”", $"{credential}");
    }

    [Fact]
    public void Without_the_section_nobody_is_let_in()
    {
        Assert.Empty(Read([]).All);
        Assert.Null(Read([]).Find("", new("")));
    }

    private static IEnumerable<KeyValuePair<string, string?>> With(string name, string? key = null) =>
        [new($"{name}:Role", "system"), new($"{name}:AccessKey", key ?? Key), new($"{name}:SecretKey", Secret)];

    private static string Refusal(
        Dictionary<string, string?> wrong,
        params IEnumerable<KeyValuePair<string, string?>>[] right
    )
    {
        Dictionary<string, string?> values = new(right.SelectMany(r => r).DistinctBy(v => v.Key));
        // The second of two has a key of its own unless it is told.
        if (values.ContainsKey("b:Role") && wrong.Count > 0)
            values["b:AccessKey"] = Key + "B";
        foreach (var (name, value) in wrong)
            values[name] = value;
        return Assert.Throws<ServerCannotStart>(() => Read(values)).Message;
    }

    private static SystemCredentialList Read(Dictionary<string, string?> values) =>
        SystemCredentialList.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(values.ToDictionary(v => $"SystemCredentials:{v.Key}".TrimEnd(':'), v => v.Value))
                .Build()
        );
}
