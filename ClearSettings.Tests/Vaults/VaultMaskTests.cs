using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Tests.Vaults;

public sealed class VaultMaskTests
{
    private const string Pem = "-----BEGIN RSA PRIVATE KEY-----\nMIICANARY\n-----END RSA PRIVATE KEY-----";

    [Theory]
    [InlineData("password = CANARY", "password = \"********\"")]
    [InlineData("password=CANARY", "password=\"********\"")]
    [InlineData("a.password : \"CANARY\" , b = 1", "a.password : \"********\" , b = 1")]
    [InlineData(
        "secret { a = CANARY, b = [CANARY, { c = CANARY }] }",
        "secret { a = \"********\", b = [\"********\", { c = \"********\" }] }"
    )]
    [InlineData("secret.a = CANARY", "secret.a = \"********\"")]
    [InlineData("git_pass = CANARY", "git_pass = \"********\"")]
    [InlineData("token = \"\"\"CANARY\nCANARY\"\"\"", "token = \"********\"")]
    [InlineData("token = CANARY ${HOME} CANARY", "token = \"********\"")]
    [InlineData("token += CANARY", "token += \"********\"")]
    [InlineData("token = ${?TOKEN}", "token = ${?TOKEN}")]
    [InlineData("api_key = 1234567", "api_key = \"********\"")]
    [InlineData("use_token = true, token = null", "use_token = true, token = null")]
    [InlineData("a = CANARY # secret", "a = \"********\" # secret")]
    [InlineData("a = CANARY // Secret, of the build", "a = \"********\" // Secret, of the build")]
    [InlineData("a { # secret\n b = CANARY\n}\nc = 1", "a { # secret\n b = \"********\"\n}\nc = 1")]
    [InlineData("a = [\n x, # fine\n CANARY # secret\n]", "a = [\n x, # fine\n \"********\" # secret\n]")]
    [InlineData("a = 1 # no secret", "a = 1 # no secret")]
    [InlineData("# password: CANARY CANARY\na = 1", "# password: ********\na = 1")]
    [InlineData("// token = CANARY\na = 1", "// token = ********\na = 1")]
    [InlineData("a = \"https://mia:CANARY@host/x\"", "a = \"https://mia:********@host/x\"")]
    [InlineData("a = \"https://git:git@host/x\"", "a = \"https://git:********@host/x\"")]
    [InlineData("a = \"http://x:t@host\"", "a = \"http://x:********@host\"")]
    [InlineData("a = \"redis://:CANARY@host:6379/0\"", "a = \"redis://:********@host:6379/0\"")]
    [InlineData("a = \"https://mia:CAN@ARY@host\"", "a = \"https://mia:********@host\"")]
    [InlineData("a = \"https://mia:CAN/ARY@host\"", "a = \"https://mia:********@host\"")]
    [InlineData("a = \"https://mia:CAN$ARY@host\"", "a = \"https://mia:********@host\"")]
    [InlineData("a = \"https://ghp_0123456789CANARY@github.com/x\"", "a = \"https://********@github.com/x\"")]
    [InlineData("a = \"https://mia:CANARY\"${X}\"@host\"", "a = \"https://mia:********@host\"")]
    [InlineData("a = \"https://mia:\"${PW}\"@host\"", "a = \"https://mia:\"${PW}\"@host\"")]
    [InlineData("a = \"https://host:8080/x@y\"", "a = \"https://host:8080/x@y\"")]
    [InlineData("a = \"ssh://git@github.com/x\"", "a = \"ssh://git@github.com/x\"")]
    [InlineData("a = \"https://x.blob/c?sv=1&sig=CANARY&se=2\"", "a = \"https://x.blob/c?sv=1&sig=********&se=2\"")]
    [InlineData("a = [\"-e\", \"DB_PASSWORD=CANARY\"]", "a = [\"-e\", \"DB_PASSWORD=********\"]")]
    [InlineData(
        "a = \"curl -H 'Authorization: Bearer CANARY' x\"",
        "a = \"curl -H 'Authorization: Bearer ********' x\""
    )]
    [InlineData("a = \"run --token CANARY --fast\"", "a = \"run --token ******** --fast\"")]
    [InlineData(
        "a = \"\"\"export AWS_SECRET_ACCESS_KEY=CANARY\nls\"\"\"",
        "a = \"\"\"export AWS_SECRET_ACCESS_KEY=********\nls\"\"\""
    )]
    [InlineData("a = \"the token is in the safe\"", "a = \"the token is in the safe\"")]
    public void Hocon_is_masked_to_the_letter(string text, string expected) =>
        Assert.Equal(expected, VaultMask.Mask(text, ConfigFormat.Hocon));

    [Theory]
    [InlineData("""{"password": "CANARY", "b": 1}""", """{"password": "********", "b": 1}""")]
    [InlineData("""{"p\u0061ssword": "CANARY"}""", """{"p\u0061ssword": "********"}""")]
    [InlineData(
        """{"secret": {"a": ["CANARY", {"b": "CANARY"}]}}""",
        """{"secret": {"a": ["********", {"b": "********"}]}}"""
    )]
    [InlineData("""{"a": "say \"password=CANARY\""}""", """{"a": "say \"password=********\""}""")]
    [InlineData("""{"a": "amqp://u:CANARY@h"}""", """{"a": "amqp://u:********@h"}""")]
    public void Json_is_masked_to_the_letter(string text, string expected) =>
        Assert.Equal(expected, VaultMask.Mask(text, ConfigFormat.Json));

    [Theory]
    [InlineData("password: CANARY\nb: 1", "password: \"********\"\nb: 1")]
    [InlineData("password: 'CANARY'\nb: 1", "password: \"********\"\nb: 1")]
    [InlineData("password: |\n  CANARY\n  CANARY\nb: 1", "password: \"********\"\nb: 1")]
    [InlineData("password: >-\n  CANARY\n\n  CANARY\nb: 1", "password: \"********\"\nb: 1")]
    [InlineData(
        "secret:\n  a: CANARY\n  b:\n    - CANARY\nc: 1",
        "secret:\n  a: \"********\"\n  b:\n    - \"********\"\nc: 1"
    )]
    [InlineData("{password: CANARY, b: 1}", "{password: \"********\", b: 1}")]
    [InlineData("a: CANARY # secret\nb: 1", "a: \"********\" # secret\nb: 1")]
    [InlineData("a: | # secret\n  CANARY\nb: 1", "a: \"********\"\nb: 1")]
    [InlineData("a: # secret\n  b: CANARY\nc: 1", "a: # secret\n  b: \"********\"\nc: 1")]
    [InlineData("a:\n  b: 1\n  c: CANARY # secret\nd: 1", "a:\n  b: 1\n  c: \"********\" # secret\nd: 1")]
    [InlineData("# token: CANARY\na: 1", "# token: ********\na: 1")]
    [InlineData("a: |\n  x\n  DB_PASSWORD=CANARY\n", "a: |\n  x\n  DB_PASSWORD=********\n")]
    public void Yaml_is_masked_to_the_letter(string text, string expected) =>
        Assert.Equal(expected, VaultMask.Mask(text, ConfigFormat.Yaml));

    [Theory]
    [InlineData("a = {\npassword = CANARY", ConfigFormat.Hocon)]
    [InlineData("a = ]\nsecret {\n x = CANARY\n y = CANARY", ConfigFormat.Hocon)]
    [InlineData("} ]\ntoken = \"\"\"CANARY\nCANARY", ConfigFormat.Hocon)]
    [InlineData("= 1\nagent.git_pass = \"CANARY", ConfigFormat.Hocon)]
    [InlineData("x = \"a\n\"password\" : \"CANARY\"", ConfigFormat.Hocon)]
    [InlineData("{\"a\": 1,, \"secret\": {\"x\": \"CANARY\", \"y\": [\"CANARY\"", ConfigFormat.Json)]
    [InlineData("{'password': 'CANARY'", ConfigFormat.Json)]
    [InlineData("a: [\npassword: CANARY", ConfigFormat.Yaml)]
    [InlineData("a: 'x\nsecret:\n  x: CANARY\n  y:\n    z: CANARY\n", ConfigFormat.Yaml)]
    [InlineData("\tb: 1\ntokens:\n- CANARY\n- CANARY\nc: 1", ConfigFormat.Yaml)]
    [InlineData("\tb: 1\npassword: |\n  CANARY\n\n  CANARY\n", ConfigFormat.Yaml)]
    [InlineData("x: &a CANARY # secret\npassword: &b CANARY\ny: *b", ConfigFormat.Yaml)]
    public void A_broken_text_hides_rather_too_much(string text, ConfigFormat format)
    {
        Assert.True(ConfigFormats.Read(text, format).HasErrors);
        Assert.DoesNotContain("CANARY", VaultMask.Mask(text, format), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("a value that is quite a lot longer than the other one")]
    public void The_length_of_a_secret_does_not_show(string secret) =>
        Assert.Equal(
            "password = \"********\"\nb = 1",
            VaultMask.Mask($"password = \"{secret}\"\nb = 1", ConfigFormat.Hocon)
        );

    [Theory]
    [InlineData(ConfigFormat.Hocon, "a = \"\"\"{0}\"\"\"\nb = 1")]
    [InlineData(ConfigFormat.Hocon, "{0}\n = [")]
    [InlineData(ConfigFormat.Yaml, "a: |\n  {1}\nb: 1")]
    public void A_private_key_is_hidden_wherever_it_stands(ConfigFormat format, string form)
    {
        var masked = VaultMask.Mask(
            string.Format(
                System.Globalization.CultureInfo.InvariantCulture,
                form,
                Pem,
                Pem.Replace("\n", "\n  ", StringComparison.Ordinal)
            ),
            format
        );
        Assert.DoesNotContain("CANARY", masked, StringComparison.Ordinal);
        Assert.Contains(VaultMask.Hidden, masked, StringComparison.Ordinal);
    }

    [Fact]
    public void Twenty_secrets_in_twenty_places_never_show()
    {
        var text = TextWithTwentySecrets();
        var masked = VaultMask.Mask(text, ConfigFormat.Hocon);
        Assert.DoesNotContain("canary", masked, StringComparison.Ordinal);
        foreach (var kept in new[] { "a.password", "my.token", "b.key = k", "@h/p?sig=", "j = 1", "${X}" })
            Assert.Contains(kept, masked, StringComparison.Ordinal);
        var lines = EffectiveTests.Lines(("Vault", text));
        Assert.DoesNotContain("canary", string.Join('\n', lines), StringComparison.Ordinal);
    }

    private static string TextWithTwentySecrets()
    {
        static string C(int n) => $"canary{n:00}x";
        return $$"""
            a.password = {{C(1)}}
            a { "my.token" : "{{C(2)}}", secret = [ {{C(3)}}, { x = "{{C(4)}}" } ] }
            b.key = k, b.secret = "{{C(5)}} \" {{C(6)}}"
            c = "https://u:{{C(7)}}@h/p?sig={{C(8)}}"
            d = {{C(9)}} # secret
            e { # secret
              f = {{C(10)}}
            }
            g = [ "--api-key={{C(11)}}", "-e", "TOKEN={{C(12)}}" ]
            # password: {{C(13)}}
            h = ${X} "PASSWORD={{C(14)}}"
            account_key = ""{{'"'}}
              {{C(15)}}
            ""{{'"'}}
            credentials_json = "{{C(16)}}" ${?Y}
            i = "-----BEGIN OPENSSH PRIVATE KEY-----\n{{C(17)}}\n-----END OPENSSH PRIVATE KEY-----"
            headers { Authorization = "Bearer {{C(18)}}" }
            j = 1 // token={{C(19)}}
            k = [
              {{C(20)}} # secret
            ]
            """;
    }

    [Theory]
    [InlineData("a")]
    [InlineData("token")]
    [InlineData("a://:")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    [InlineData("token ")]
    [InlineData("\"x\" ")]
    public void A_text_made_to_be_slow_is_masked_all_the_same(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 200_000 / piece.Length));
        Assert.NotNull(VaultMask.Mask(text, ConfigFormat.Hocon));
        Assert.NotNull(VaultMask.Mask("a = \"\"\"" + text + "\"\"\"", ConfigFormat.Hocon));
        Assert.NotNull(VaultMask.MaskValue(text));
    }

    [Fact]
    public void A_text_without_secrets_is_the_same_text()
    {
        const string text = "a = 1\nb = \"x\"\n";
        Assert.Same(text, VaultMask.Mask(text, ConfigFormat.Hocon));
        Assert.False(VaultMask.HasSecrets(text, ConfigFormat.Hocon));
    }

    [Fact]
    public void Marked_paths_tell_what_comments_mark() =>
        Assert.Equal(
            ["a.b", "c", "e.\"f.g\"", "l"],
            VaultMask
                .MarkedPaths(
                    "a {\n b = 1 # secret\n}\nc { # secret\n d = 1\n}\ne {\n \"f.g\" = 1 // secret\n}\nl = [ { x = "
                        + "1 # secret\n} ]\nm = 1 # other",
                    ConfigFormat.Hocon
                )
                .Order(StringComparer.Ordinal)
        );
}
