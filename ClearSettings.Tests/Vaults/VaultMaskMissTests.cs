using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Tests.Vaults;

/// <summary>Ways to write a secret that are easy to miss, and words that only look like one.</summary>
public sealed partial class VaultMaskMissTests
{
    [Theory]
    [InlineData("a = [\"--password\", \"CANARY\"]", "a = [\"--password\", \"********\"]")]
    [InlineData("a = [--password, CANARY, -v]", "a = [--password, \"********\", -v]")]
    [InlineData("a = [\"--password\", 12345]", "a = [\"--password\", \"********\"]")]
    [InlineData("a = [\"--password\"\n \"CANARY\"\n]", "a = [\"--password\"\n \"********\"\n]")]
    [InlineData("a = [\"--password\", ${?U}\"CANARY\"]", "a = [\"--password\", \"********\"]")]
    [InlineData("a = [\"curl --token\", \"CANARY\"]", "a = [\"curl --token\", \"********\"]")]
    [InlineData("a = [\"--password=CANARY\"]", "a = [\"--password=********\"]")]
    [InlineData("a = [\"--password=\", \"CANARY\"]", "a = [\"--password=\", \"********\"]")]
    [InlineData(
        "a = [\"-H\", \"Authorization:\", \"Bearer CANARY\"]",
        "a = [\"-H\", \"Authorization:\", \"********\"]"
    )]
    [InlineData("a = \"-storepass CANARY -v\"", "a = \"-storepass ******** -v\"")]
    [InlineData("a = [\"-password\", \"CANARY\"]", "a = [\"-password\", \"********\"]")]
    [InlineData(
        "a = \"CMD [\\\"--password\\\", \\\"CANARY\\\"]\"",
        "a = \"CMD [\\\"--password\\\", \\\"********\\\"]\""
    )]
    [InlineData("pass_word = CANARY", "pass_word = \"********\"")]
    [InlineData("db.pass-word = CANARY", "db.pass-word = \"********\"")]
    [InlineData("passWord = CANARY", "passWord = \"********\"")]
    [InlineData("pass_phrase = CANARY", "pass_phrase = \"********\"")]
    [InlineData("db_pwd = CANARY", "db_pwd = \"********\"")]
    [InlineData("pwd = CANARY", "pwd = \"********\"")]
    [InlineData("gitPass = CANARY", "gitPass = \"********\"")]
    [InlineData("pass2 = CANARY", "pass2 = \"********\"")]
    [InlineData("\"pass word\" = CANARY", "\"pass word\" = \"********\"")]
    [InlineData("\"api key\" = CANARY", "\"api key\" = \"********\"")]
    [InlineData("a = \"https://\"${?U}\":CANARY@h\"", "a = \"https://\"${?U}\":********@h\"")]
    [InlineData("a = ${?S}\"://u:CANARY@h\"", "a = ${?S}\"://u:********@h\"")]
    [InlineData("a = \"https://u:\"${?U}\"CANARY@h\"", "a = \"https://u:\"${?U}\"********@h\"")]
    [InlineData("a = \"https://\"${?U}\"ghp_0123456789CANARY@h\"", "a = \"https://\"${?U}\"********@h\"")]
    [InlineData("a = \"https://u:CAN\\u0041RY\\u0040h\"", "a = \"https://u:********\\u0040h\"")]
    [InlineData("a = \"--password \"${?P}\"CANARY\"", "a = \"--password \"${?P}\"********\"")]
    [InlineData("a = \"PASSWORD=\"\"CANARY\"", "a = \"PASSWORD=\"\"********\"")]
    [InlineData("a = \"\"\"password=\\\n  CANARY\nx\"\"\"", "a = \"\"\"password=\\\n  ********\nx\"\"\"")]
    [InlineData("a = \"\"\"x --password \\\n  CANARY\n\"\"\"", "a = \"\"\"x --password \\\n  ********\n\"\"\"")]
    [InlineData("a = \"\"\"PASSWORD=CAN\\\nARY\nx\"\"\"", "a = \"\"\"PASSWORD=********\nx\"\"\"")]
    [InlineData("a = \"\"\"PASSWORD='CAN\"CANARY'\nx\"\"\"", "a = \"\"\"PASSWORD='********'\nx\"\"\"")]
    [InlineData("a = \"\"\"PASSWORD='CANARY\nCANARY'\nx\"\"\"", "a = \"\"\"PASSWORD='********'\nx\"\"\"")]
    [InlineData("a = \"x\\npass=CANARY\"", "a = \"x\\npass=********\"")]
    [InlineData("a = \"p\\u0061ssword=CANARY\"", "a = \"p\\u0061ssword=********\"")]
    [InlineData("a = \"\"\"{\"x\": \"y\\npwd=CANARY\"}\"\"\"", "a = \"\"\"{\"x\": \"y\\npwd=********\"}\"\"\"")]
    [InlineData("a = \"\"\"'password' => 'CANARY'\"\"\"", "a = \"\"\"'password' => '********'\"\"\"")]
    [InlineData(
        "a = \"\"\"os.environ[\"PASSWORD\"] = \"CANARY\" \"\"\"",
        "a = \"\"\"os.environ[\"PASSWORD\"] = \"********\" \"\"\""
    )]
    [InlineData("# pass_word = CANARY CANARY\na = 1", "# pass_word = ********\na = 1")]
    [InlineData("# args = [\"--password\", \"CANARY\"]\na = 1", "# args = [\"--password\", ********\na = 1")]
    [InlineData("# password = \\\n#   CANARY\na = 1", "# password = ********\n#   ********\na = 1")]
    [InlineData(
        "# password: |\n#   CANARY\n#   CANARY\n# other: 1\na = 1",
        "# password: ********\n#   ********\n#   ********\n# other: 1\na = 1"
    )]
    [InlineData(
        "# secret = {\n#   a = CANARY\n# }\n# b = 1\na = 1",
        "# secret = ********\n#   ********\n# ********\n# b = 1\na = 1"
    )]
    [InlineData("a = [\"--password\", {v: \"CANARY\"}]", "a = [\"--password\", {v: \"********\"}]")]
    [InlineData("a = [\"-password\", [\"CANARY\"], b]", "a = [\"-password\", [\"********\"], b]")]
    [InlineData("a = [\"Bearer\", \"CANARY\"]", "a = [\"Bearer\", \"********\"]")]
    [InlineData("a = [-H, \"Authorization: Bearer\", CANARY]", "a = [-H, \"Authorization: ********\", \"********\"]")]
    [InlineData(
        "env = [{name: \"DB_PASSWORD\", value: \"CANARY\"}]",
        "env = [{name: \"DB_PASSWORD\", value: \"********\"}]"
    )]
    [InlineData("env = [{value: CANARY, name: DB_PASSWORD}]", "env = [{value: \"********\", name: DB_PASSWORD}]")]
    [InlineData("env = [{key = db.pass, value = {a = CANARY}}]", "env = [{key = db.pass, value = {a = \"********\"}}]")]
    [InlineData(
        "env = [{Name = ${P}_PASSWORD, Value = CANARY}]",
        "env = [{Name = ${P}_PASSWORD, Value = \"********\"}]"
    )]
    [InlineData("env = [{name = DB_PASSWORD} {value = CANARY}]", "env = [{name = DB_PASSWORD} {value = \"********\"}]")]
    [InlineData(
        "e.a.name = TOKEN, e.a.value = CANARY, e.b.value = x",
        "e.a.name = TOKEN, e.a.value = \"********\", e.b.value = x"
    )]
    [InlineData("a = \"\"\"curl -u user:CANARY http://h\"\"\"", "a = \"\"\"curl -u user:******** http://h\"\"\"")]
    [InlineData(
        "a = \"\"\"curl --user 'user:CAN CANARY' http://h\"\"\"",
        "a = \"\"\"curl --user 'user:********' http://h\"\"\""
    )]
    [InlineData("a = \"/bin/curl -s -uuser:CANARY h\"", "a = \"/bin/curl -s -uuser:******** h\"")]
    [InlineData("a = \"curl -u user:\"${P}\" h\"", "a = \"curl -u user:\"${P}\" h\"")]
    [InlineData("a = \"\"\"x\nENV PASSWORD CANARY\n\"\"\"", "a = \"\"\"x\nENV PASSWORD ********\n\"\"\"")]
    [InlineData("# curl -u user:CANARY h\na = 1", "# curl -u user:********\na = 1")]
    [InlineData("# export PASSWORD CANARY\na = 1", "# export PASSWORD ********\na = 1")]
    [InlineData("# ENV PASSWORD CANARY\na = 1", "# ENV PASSWORD ********\na = 1")]
    public void Hocon_hides_it(string text, string expected) =>
        Assert.Equal(expected, VaultMask.Mask(text, ConfigFormat.Hocon));

    [Theory]
    [InlineData("""{"a": ["--password", "CANARY"]}""", """{"a": ["--password", "********"]}""")]
    [InlineData("""{"a": ["x", "\u002d-password", "CANARY"]}""", """{"a": ["x", "\u002d-password", "********"]}""")]
    [InlineData("""{"pass_word": "CANARY"}""", """{"pass_word": "********"}""")]
    [InlineData("""{"a": "-----BEGIN PRIV\u0041TE KEY-----CANARY"}""", """{"a": "********"}""")]
    [InlineData(
        """{"ssh_host_rsa_key": "CANARY", "ssh_host_rsa_key__pub": "open"}""",
        """{"ssh_host_rsa_key": "********", "ssh_host_rsa_key__pub": "open"}"""
    )]
    [InlineData("""{"a": ["--password", {"v": "CANARY"}]}""", """{"a": ["--password", {"v": "********"}]}""")]
    [InlineData("""{"a": ["Bearer", "CANARY"]}""", """{"a": ["Bearer", "********"]}""")]
    [InlineData(
        """{"e": [{"name": "DB_PASSWORD", "value": "CANARY"}]}""",
        """{"e": [{"name": "DB_PASSWORD", "value": "********"}]}"""
    )]
    [InlineData(
        """{"e": [{"value": "CANARY", "x": 1, "key": "DB_PASSWORD"}]}""",
        """{"e": [{"value": "********", "x": 1, "key": "DB_PASSWORD"}]}"""
    )]
    public void Json_hides_it(string text, string expected) =>
        Assert.Equal(expected, VaultMask.Mask(text, ConfigFormat.Json));

    [Theory]
    [InlineData("a:\n- --password\n- CANARY\n- -v", "a:\n- --password\n- \"********\"\n- -v")]
    [InlineData("a: ['--password', 'CANARY']", "a: ['--password', \"********\"]")]
    [InlineData("a: ['--password=CANARY']", "a: ['--password=********']")]
    [InlineData("a: >\n  run --password\n  CANARY --fast\nb: 1", "a: >\n  run --password\n  ******** --fast\nb: 1")]
    [InlineData("a: run --password\n  CANARY\nb: 1", "a: run --password\n  ********\nb: 1")]
    [InlineData("a: |\n  run --password \\\n    CANARY\nb: 1", "a: |\n  run --password \\\n    ********\nb: 1")]
    [InlineData("pass-word: CANARY\nb: 1", "pass-word: \"********\"\nb: 1")]
    [InlineData("pass word: 'CANARY'\nb: 1", "pass word: \"********\"\nb: 1")]
    [InlineData("a: \"p\\x61ssword=CANARY\"\nb: 1", "a: \"p\\x61ssword=********\"\nb: 1")]
    [InlineData("a: \"PASSWORD=\\\n  CANARY\"\nb: 1", "a: \"PASSWORD=\\\n  ********\"\nb: 1")]
    [InlineData("a:\n- --password\n- v: CANARY\n", "a:\n- --password\n- v: \"********\"\n")]
    [InlineData("a: ['-password', [CANARY]]", "a: ['-password', [\"********\"]]")]
    [InlineData(
        "e:\n- name: TOKEN\n  value: CANARY\n- name: x\n  value: y\n",
        "e:\n- name: TOKEN\n  value: \"********\"\n- name: x\n  value: y\n"
    )]
    [InlineData("env:\n- value: CANARY\n  name: DB_PASSWORD\n", "env:\n- value: \"********\"\n  name: DB_PASSWORD\n")]
    [InlineData("env: [{key: DB_PASSWORD, value: CANARY}]", "env: [{key: DB_PASSWORD, value: \"********\"}]")]
    [InlineData("a: |\n  curl -u user:CANARY \\\n    h\nb: 1", "a: |\n  curl -u user:******** \\\n    h\nb: 1")]
    public void Yaml_hides_it(string text, string expected) =>
        Assert.Equal(expected, VaultMask.Mask(text, ConfigFormat.Yaml));

    [Theory]
    [InlineData("a = \"the token is in the safe\"", ConfigFormat.Hocon)]
    [InlineData("# The password is in the safe, ask Olga for the token\na = 1", ConfigFormat.Hocon)]
    [InlineData("# secret values are set by the environment\na = 1", ConfigFormat.Hocon)]
    [InlineData("compass_width = 3, bypass_warnings = x, compass_key = y, bypass = z", ConfigFormat.Hocon)]
    [InlineData("passenger = x, encompass = y, passive = z, spwd = w", ConfigFormat.Hocon)]
    [InlineData("redact = [\"password\", \"token\", \"secret\"]", ConfigFormat.Hocon)]
    [InlineData("a = [\"--password-stdin\", \"--verbose\"]", ConfigFormat.Hocon)]
    [InlineData("a = [\"--network\", \"host\", \"--ipc=host\"]", ConfigFormat.Hocon)]
    [InlineData("a = \"docker run -e PATH=/bin --rm image\"", ConfigFormat.Hocon)]
    [InlineData(
        "a = \"https://host:8080/x@y\", b = \"ssh://git@github.com/x\", c = \"https://files.host/a:b@c\"",
        ConfigFormat.Hocon
    )]
    [InlineData("a = \"https://\"${?HOST}\":8080/x\", b = \"https://\"${U}\":\"${P}\"@h\"", ConfigFormat.Hocon)]
    [InlineData(
        "api.credentials.access_key = ABC, sdk.aws.s3.credentials = [{ bucket = b, key = k }]",
        ConfigFormat.Hocon
    )]
    [InlineData("use_token = true, password = ${?P}, token = null", ConfigFormat.Hocon)]
    [InlineData("a = \"C:\\\\temp\\\\new, 10:30, x=1\"", ConfigFormat.Hocon)]
    [InlineData("# passwords:\n# Ask Olga.\na = 1", ConfigFormat.Hocon)]
    [InlineData(
        """{"description": "How to reset a password", "ssh_host_rsa_key__pub": "ssh-rsa AAAA"}""",
        ConfigFormat.Json
    )]
    [InlineData("a: |\n  echo token\n  ls -l\nb:\n- one\n- two\n", ConfigFormat.Yaml)]
    [InlineData("a: it's the 'token' of Mia\nb: 1", ConfigFormat.Yaml)]
    [InlineData("env = [{name: HOME, value: x}, {name: x, values: y}], name = x, value = y", ConfigFormat.Hocon)]
    [InlineData(
        "a = \"docker run -u 1000:1000 x\", b = \"curl -s http://h:80/x\", c = \"ENV PATH /bin\"",
        ConfigFormat.Hocon
    )]
    public void Ordinary_words_stay_readable(string text, ConfigFormat format)
    {
        Assert.False(ConfigFormats.Read(text, format).HasErrors);
        Assert.Equal(text, VaultMask.Mask(text, format));
    }

    [Theory]
    [InlineData("a = [\"--password\", \"hunter22\", \"-v\"]", "a = [\"--password\", \"********\", \"-v\"]")]
    [InlineData("a = \"https://\"${?U}\":hunter22@h\"", "a = \"********\"")]
    [InlineData("pass_word = hunter22, b = \"x hunter22 y\"", "pass_word = \"********\"|b = \"********\"")]
    [InlineData("a = [\"--password\", {v = hunter22}]", "a = [\"--password\", {v = \"********\"}]")]
    [InlineData("a = [{name = DB_PASSWORD, value = hunter22}]", "a = [{name = \"DB_PASSWORD\", value = \"********\"}]")]
    [InlineData("a { value = hun, key = DB_PASSWORD }", "a {|  value = \"********\"|  key = \"DB_PASSWORD\"|}")]
    public void The_effective_configuration_hides_it_too(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', EffectiveTests.Lines(("Vault", text)).Select(l => l.Code)));
}
