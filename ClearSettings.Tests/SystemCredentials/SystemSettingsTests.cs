using ClearSettings.Domain.Credentials;
using ClearSettings.Domain.SystemCredentials;
using ClearSettings.Tests.Configuration;
using Microsoft.Extensions.Configuration;

namespace ClearSettings.Tests.SystemCredentials;

public sealed class SystemSettingsTests
{
    private const string Key = "FILESERVER0123456789ABCDEFGHIJ";
    private const string Secret = "a-secret-key-of-more-than-32-characters";

    [Theory]
    [InlineData("Role", "user", "it must be system or root.")]
    [InlineData("Role", "", "is missing; it must be system or root.")]
    [InlineData(
        "AccessKey",
        "",
        "is missing; it must be 16 to 64 letters, digits, hyphens and underscores, and not a published default "
            + "of ClearML."
    )]
    [InlineData("AccessKey", "has:colon-and-more-characters", "not a published default of ClearML.")]
    [InlineData("AccessKey", "short", "not a published default of ClearML.")]
    [InlineData("AccessKey", "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ", "not a published default of ClearML.")]
    [InlineData(
        "AccessKey",
        "65-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "not a published default of ClearML."
    )]
    // ClearML's own, whose secret key everyone knows.
    [InlineData("AccessKey", "62T8CP7HGBC6647XF9314C2VY67RJO", "not a published default of ClearML.")]
    [InlineData("SecretKey", "too-short", "it must be 32 to 200 ASCII characters without spaces.")]
    [InlineData(
        "SecretKey",
        "with a blank, and more than 32 characters",
        "it must be 32 to 200 ASCII characters without spaces."
    )]
    [InlineData(
        "SecretKey",
        "with-ä-and-with-more-than-32-characters",
        "it must be 32 to 200 ASCII characters without spaces."
    )]
    [InlineData("SecretKey", "", "needs either SecretKey or SecretKeyHash.")]
    [InlineData(
        "SecretKeyHash",
        "5f4dcc3b5aa765d61d8327deb882cf99",
        "it must be the SHA-256 hash of the secret key in 64 hexadecimal digits."
    )]
    [InlineData(
        "SecretKeyHash",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "needs either SecretKey or SecretKeyHash, not both."
    )]
    public void A_wrong_setting_is_named_with_what_it_must_be_and_without_its_value(
        string field,
        string value,
        string end
    )
    {
        var problem = Assert.Single(ValidatedSettings.Validate(Arguments("a", (field, value))).Problems);
        Assert.StartsWith(
            end.StartsWith("needs", StringComparison.Ordinal) ? "SystemCredentials:a" : $"SystemCredentials:a:{field}",
            problem,
            StringComparison.Ordinal
        );
        Assert.EndsWith(end, problem, StringComparison.Ordinal);
        if (value.Length > 0 && field != "Role")
            Assert.DoesNotContain(value, problem);
        Assert.DoesNotContain(Secret, problem);
    }

    [Fact]
    public void A_secret_key_in_the_wrong_place_is_not_repeated()
    {
        const string Long = "this:is:no:access:key:but:a:secret:key";
        foreach (var field in new[] { "AccessKey", "SecretKeyHash" })
            Assert.DoesNotContain(
                Long,
                Assert.Single(ValidatedSettings.Validate(Arguments("a", (field, Long))).Problems)
            );
        // A misspelled name has no effect, so the secret key is missing.
        var validated = ValidatedSettings.Validate(Arguments("a", ("SecretKey", ""), ("SecretKy", Long)));
        Assert.Contains("Did you mean SystemCredentials:a:SecretKey?", Assert.Single(validated.Warnings));
        Assert.DoesNotContain(Long, Assert.Single(validated.Problems) + validated.Warnings[0]);
    }

    [Fact]
    public void Every_wrong_setting_is_named_at_once()
    {
        var problems = ValidatedSettings
            .Validate([
                .. Arguments("a", ("Role", "")),
                .. Arguments("b", ("SecretKey", ""), ("AccessKey", "")),
                .. Arguments("bad name"),
            ])
            .Problems;
        Assert.Equal(4, problems.Count);
        Assert.Contains(
            "A name in SystemCredentials cannot be used; it must be 1 to 40 letters, digits, hyphens and underscores.",
            problems
        );
    }

    [Fact]
    public void Two_credentials_cannot_share_an_access_key() =>
        Assert.Equal(
            "SystemCredentials:a:AccessKey, SystemCredentials:b:AccessKey have the same value; each needs an "
                + "access key of its own.",
            Assert.Single(ValidatedSettings.Validate([.. Arguments("a"), .. Arguments("b")]).Problems)
        );

    [Fact]
    public void A_hash_stands_for_its_secret_key_and_the_name_is_in_lower_case()
    {
        var hash = Convert.ToHexString(new SecretKey(Secret).Hash());
        var list = Read(Arguments("Web-Server_1", ("SecretKey", ""), ("SecretKeyHash", hash), ("Role", " ROOT ")));
        var credential = Assert.Single(list.All);
        Assert.Equal(
            ("web-server_1", "root", "__web-server_1__"),
            (credential.Name, credential.Role, credential.UserId)
        );
        Assert.Same(credential, list.Find(Key, new(Secret)));
        foreach (var wrong in new[] { Secret + "x", "", hash, hash.ToLowerInvariant() })
            Assert.Null(list.Find(Key, new(wrong)));
        Assert.Null(list.Find(Key.ToLowerInvariant(), new(Secret)));
    }

    [Fact]
    public void Credentials_whose_settings_are_all_empty_are_none() =>
        Assert.Empty(Read(Arguments("a", ("Role", ""), ("AccessKey", ""), ("SecretKey", ""))).All);

    [Fact]
    public void Neither_the_secret_nor_its_hash_is_written_by_accident() =>
        Assert.Equal("System credentials “a”", $"{Assert.Single(Read(Arguments("a")).All)}");

    [Fact]
    public void Without_the_section_no_one_is_let_in()
    {
        Assert.Empty(Read([]).All);
        Assert.Null(Read([]).Find("", new("")));
    }

    private static string[] Arguments(string name, params (string Field, string Value)[] other)
    {
        Dictionary<string, string> values = new()
        {
            ["Role"] = "system",
            ["AccessKey"] = Key,
            ["SecretKey"] = Secret,
        };
        foreach (var (field, value) in other)
            values[field] = value;
        return [.. values.Select(v => $"--SystemCredentials:{name}:{v.Key}={v.Value}")];
    }

    private static SystemCredentialList Read(string[] arguments)
    {
        var validated = ValidatedSettings.Validate(arguments);
        Assert.Empty(validated.Problems);
        return SystemCredentialList.Read(new ConfigurationBuilder().AddInMemoryCollection(validated.Values).Build());
    }
}
