using ClearSettings.Domain.Vaults;

namespace ClearSettings.Tests.Vaults;

public sealed class KnownKeysTests
{
    private static readonly string[] Types = ["text", "number", "true / false", "list", "object"];

    [Fact]
    public void The_reference_is_sorted_and_has_each_key_once()
    {
        var paths = KnownKeys.All.Select(k => k.Path).ToList();
        Assert.InRange(paths.Count, 400, 600);
        Assert.Equal(paths.Order(StringComparer.Ordinal).Distinct(), paths);
        Assert.Equal(["agent", "api", "environment", "files", "logging", "sdk"], paths.Where(p => !p.Contains('.')));
    }

    [Fact]
    public void Every_key_has_a_path_a_type_and_a_short_sentence()
    {
        Assert.All(
            KnownKeys.All,
            key =>
            {
                Assert.Matches(@"^[a-z][a-z0-9_]*(\[\])?(\.([a-z][a-z0-9_]*(\[\])?|\*))*$", key.Path);
                Assert.Contains(key.Type, Types);
                Assert.Matches(@"^[A-Za-z*].*\.$", key.Description);
                Assert.InRange(key.Description.Length, 8, 120);
                Assert.Equal(key.Description.Trim(), key.Description);
            }
        );
    }

    [Fact]
    public void Defaults_fit_their_type()
    {
        Assert.All(
            KnownKeys.All.Where(k => k.Default.Length > 0),
            key =>
                Assert.True(
                    key.Type switch
                    {
                        "number" => double.TryParse(key.Default, out _),
                        "true / false" => key.Default is "true" or "false",
                        "list" => key.Default[0] == '[' && key.Default[^1] == ']',
                        "object" => key.Default == "{}",
                        _ => true,
                    },
                    key.ToString()
                )
        );
    }

    [Fact]
    public void What_a_key_is_below_is_an_object_or_a_list_of_the_reference()
    {
        Assert.All(
            KnownKeys.All.Where(k => k.Path.Contains('.')),
            key =>
            {
                var above = key.Path[..key.Path.LastIndexOf('.')];
                var list = above.EndsWith("[]", StringComparison.Ordinal);
                Assert.Equal(
                    list ? "list" : "object",
                    KnownKeys.All.SingleOrDefault(k => k.Path == (list ? above[..^2] : above))?.Type
                );
            }
        );
    }

    [Fact]
    public void Every_key_is_found_by_its_own_path()
    {
        Assert.All(KnownKeys.All, key => Assert.Same(key, KnownKeys.Find(key.Path)));
    }

    [Theory]
    [InlineData("agent.git_user", "agent.git_user")]
    [InlineData("agent", "agent")]
    [InlineData("environment.HOME", "environment.*")]
    [InlineData("files.mine", "files.*")]
    [InlineData("files.mine.path", "files.*.path")]
    [InlineData("files.\"my.file\".path", "files.*.path")]
    [InlineData("\"agent\".git_user", "agent.git_user")]
    [InlineData("sdk.aws.s3.credentials", "sdk.aws.s3.credentials")]
    [InlineData("sdk.aws.s3.credentials[].bucket", "sdk.aws.s3.credentials[].bucket")]
    [InlineData("sdk.aws.s3.credentials[12].bucket", "sdk.aws.s3.credentials[].bucket")]
    [InlineData("sdk.aws.s3.credentials.bucket", "sdk.aws.s3.credentials[].bucket")]
    [InlineData("sdk.aws.s3.credentials[0].extra_args.ACL", "sdk.aws.s3.credentials[].extra_args.*")]
    [InlineData("agent.git_usr", null)]
    [InlineData("Agent.git_user", null)]
    [InlineData("agent.git_user.x", null)]
    [InlineData("environment.A.B", null)]
    [InlineData("other", null)]
    [InlineData("", null)]
    [InlineData("agent.", null)]
    [InlineData("a\"b.c[", null)]
    public void A_path_finds_its_key_through_free_names_and_lists(string path, string? key)
    {
        Assert.Equal(key, KnownKeys.Find(path)?.Path);
    }

    [Theory]
    [InlineData("agent.git_usr", "agent.git_user")]
    [InlineData("agent.gti_user", "agent.git_user")]
    [InlineData("agent.GIT_USER", "agent.git_user")]
    [InlineData("agent.git-user", "agent.git_user")]
    [InlineData("agnet", "agent")]
    [InlineData("agnet.git_user", "agent.git_user")]
    [InlineData("agnet.what_is_this", "agent")]
    [InlineData("skd", "sdk")]
    [InlineData("sdk.development.worker.ping_period_secs", "sdk.development.worker.ping_period_sec")]
    [InlineData("sdk.aws.s3.credentials[0].buket", "sdk.aws.s3.credentials[].bucket")]
    [InlineData("sdk.aws.s3.credentials.buket", "sdk.aws.s3.credentials[].bucket")]
    [InlineData("agent.git_user", null)]
    [InlineData("agent.git_userxyz", null)]
    [InlineData("agent.cuda", null)]
    [InlineData("a", null)]
    [InlineData("", null)]
    [InlineData("files.mine.paht", null)]
    [InlineData("environment.A.B", null)]
    public void The_nearest_key_differs_by_at_most_two_letters(string path, string? nearest)
    {
        Assert.Equal(nearest, KnownKeys.Nearest(path)?.Path);
    }

    [Fact]
    public void Search_puts_paths_that_begin_with_the_word_first_and_sentences_last()
    {
        Assert.Equal(
            ["agent.git", "agent.git.extra_credentials"],
            KnownKeys.Search("agent.git", 2).Select(k => k.Path)
        );
        var git = KnownKeys.Search("GIT", 500).Select(k => k.Path).ToList();
        var ranks = git.ConvertAll(p =>
            p.Contains(".git", StringComparison.Ordinal) ? 1
            : p.Contains("git", StringComparison.Ordinal) ? 2
            : 3
        );
        Assert.Equal(ranks.Order(), ranks);
        Assert.Equal([1, 2, 3], ranks.Distinct());
        Assert.True(git.IndexOf("agent.git_user") < git.IndexOf("agent.force_git_ssh_user"));
    }

    [Fact]
    public void Search_wants_every_word_somewhere()
    {
        Assert.Equal(
            ["sdk.aws.s3.secret", "sdk.aws.s3.credentials[].secret"],
            KnownKeys.Search("sdk.aws secret", 9).Select(k => k.Path).Order(StringComparer.Ordinal).Reverse()
        );
        Assert.Contains("agent.docker_force_pull", KnownKeys.Search("  image\tPULLS ", 9).Select(k => k.Path));
        Assert.Empty(KnownKeys.Search("agent nothing-like-this", 9));
    }

    [Fact]
    public void Search_gives_at_most_so_many_and_without_words_the_first()
    {
        Assert.Equal(KnownKeys.All.Take(7), KnownKeys.Search(" ", 7));
        Assert.Equal(5, KnownKeys.Search("agent", 5).Count);
        Assert.Empty(KnownKeys.Search("agent", 0));
    }
}
