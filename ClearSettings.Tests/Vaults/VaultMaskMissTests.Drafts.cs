using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Tests.Vaults;

public sealed partial class VaultMaskMissTests
{
    [Theory]
    [InlineData("password CANARY", ConfigFormat.Hocon)]
    [InlineData("agent {\n  git_pass CANARY\n}", ConfigFormat.Hocon)]
    [InlineData("agent { git_pass CANARY", ConfigFormat.Hocon)]
    [InlineData("a = [\n'password' 'CANARY'", ConfigFormat.Hocon)]
    [InlineData("a = [\npassword\nCANARY\n", ConfigFormat.Hocon)]
    [InlineData("a = [\npassword=\\\nCANARY", ConfigFormat.Hocon)]
    [InlineData("a = [\npassword = x\\\n  CANARY", ConfigFormat.Hocon)]
    [InlineData("a = [\npassword = \"x\nCANARY\"", ConfigFormat.Hocon)]
    [InlineData("a = [\npassword: |\n  CANARY\n  CANARY\nb = 1", ConfigFormat.Hocon)]
    [InlineData("a = ]\nx = [\"--password\", \"CANARY\"", ConfigFormat.Hocon)]
    [InlineData("a = ]\nrun = \"x --password CANARY", ConfigFormat.Hocon)]
    [InlineData("a = ]\nurl = \"https://\"${?U}\":CANARY@h", ConfigFormat.Hocon)]
    [InlineData("a = ]\npass_word = CANARY", ConfigFormat.Hocon)]
    [InlineData("""{"password" "CANARY"}""", ConfigFormat.Json)]
    [InlineData("""{"password""CANARY"}""", ConfigFormat.Json)]
    [InlineData("""{"a": 1, "p\u0061ssword" "CANARY"}""", ConfigFormat.Json)]
    [InlineData("""{"a": ["--password", "CANARY"]""", ConfigFormat.Json)]
    [InlineData("{\"password\"\n  \"CANARY\"}", ConfigFormat.Json)]
    [InlineData("a: [\npassword CANARY", ConfigFormat.Yaml)]
    [InlineData("a: [\n- password CANARY", ConfigFormat.Yaml)]
    [InlineData("\tb: 1\nargs:\n- --password\n- CANARY\n", ConfigFormat.Yaml)]
    [InlineData("""{"password", "CANARY"}""", ConfigFormat.Json)]
    [InlineData("""{"password"; "CANARY"}""", ConfigFormat.Json)]
    [InlineData("""["password", "CANARY" """, ConfigFormat.Json)]
    [InlineData("[\"password\",\n\"CANARY\"", ConfigFormat.Json)]
    [InlineData("a = [\npassword, CANARY", ConfigFormat.Hocon)]
    [InlineData("a = [\npassword; CANARY", ConfigFormat.Hocon)]
    [InlineData("# \"password\", \"CANARY\"\na = [", ConfigFormat.Hocon)]
    [InlineData("a: [\npassword, CANARY", ConfigFormat.Yaml)]
    [InlineData("\tb: 1\npassword; CANARY", ConfigFormat.Yaml)]
    [InlineData("a = [\"-password\", [\"CANARY\"]", ConfigFormat.Hocon)]
    [InlineData("""{"a": ["Bearer","CANARY" """, ConfigFormat.Json)]
    [InlineData("a = ]\nENV PASSWORD CANARY", ConfigFormat.Hocon)]
    [InlineData("# export PASSWORD CANARY\na = ]", ConfigFormat.Hocon)]
    [InlineData("a = ]\nx = curl -u user:CANARY h", ConfigFormat.Hocon)]
    [InlineData("""[{"name": "DB_PASSWORD", "value": "CANARY" """, ConfigFormat.Json)]
    [InlineData("""[{"value": "CANARY", "name": "DB_PASSWORD" """, ConfigFormat.Json)]
    [InlineData("""[{"name": "x", "value": "y"}, {"value": "CANARY", "key": "DB_PASSWORD" """, ConfigFormat.Json)]
    [InlineData("[{\"name\": \"DB_PASSWORD\",\n\"x\": 1,\n\"value\":\n\"CANARY\"", ConfigFormat.Json)]
    [InlineData("[{\"name\": \"DB_PASSWORD\", \"value\":\n\"CANARY\"", ConfigFormat.Json)]
    [InlineData("env = [\n{\n name = DB_PASSWORD\n value = CANARY\n}", ConfigFormat.Hocon)]
    [InlineData("env = [\n{\n value = CANARY\n name = DB_PASSWORD\n}", ConfigFormat.Hocon)]
    [InlineData("\tb: 1\nenv:\n- name: DB_PASSWORD\n  value: CANARY\n", ConfigFormat.Yaml)]
    [InlineData(
        "\tb: 1\nenv:\n- name: x\n  value: y\n- value: |\n    CANARY\n  name: DB_PASSWORD\n",
        ConfigFormat.Yaml
    )]
    public void A_draft_that_cannot_be_read_hides_it(string text, ConfigFormat format)
    {
        Assert.True(ConfigFormats.Read(text, format).HasErrors);
        Assert.DoesNotContain("CANARY", VaultMask.Mask(text, format), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a = [\nb = \"some text\"\n# how to use it\nagent.git_user = mia\nsdk { x = 1 }")]
    [InlineData("a = ]\nagent { git_host = \"github.com\" }\ncompass_width = 3")]
    [InlineData(
        "a = ]\nenv = [{name: HOME, value: x}, {value: y, key: LANG}]\n# a token, a password; both from the safe"
    )]
    public void A_draft_without_secrets_stays_readable(string text)
    {
        Assert.True(ConfigFormats.Read(text, ConfigFormat.Hocon).HasErrors);
        Assert.Equal(text, VaultMask.Mask(text, ConfigFormat.Hocon));
    }

    [Theory]
    [InlineData("a = [ \"CANARY\"")]
    [InlineData("password CANARY")]
    [InlineData("# token: CANARY\na = x")]
    public void A_preview_shows_nothing_of_a_draft_or_of_settings_in_comments(string text) =>
        Assert.DoesNotContain("CANARY", VaultMask.MaskStrings(text, ConfigFormat.Hocon), StringComparison.Ordinal);
}
