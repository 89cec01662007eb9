using ClearSettings.Web.Pages.Workspace.Mail;
using Microsoft.Extensions.Configuration;

namespace ClearSettings.Tests.Mail;

public sealed class SettingSourceTests
{
    [Fact]
    public void The_source_that_wins_is_named_so_that_one_finds_it()
    {
        var folder = Directory.CreateTempSubdirectory("clearsettings-source-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "clearsettings.json"), """{"Mail": {"Host": "a", "Port": 25, "FromName": " "}}""");
            Environment.SetEnvironmentVariable("SOURCETEST_Mail__Port", "587");
            var configuration = new ConfigurationBuilder().AddJsonFile(Path.Combine(folder.FullName, "clearsettings.json")).AddEnvironmentVariables("SOURCETEST_").AddCommandLine(["--Mail:Security=Tls"]).AddInMemoryCollection([new("Mail:UserName", "u")]).Build();
            var sources = new SettingSource(configuration);
            Assert.Equal("the file clearsettings.json", sources.Of("Mail:Host"));
            Assert.Equal("the environment variable Mail__Port", sources.Of("Mail:Port"));
            Assert.Equal("the command line, --Mail:Security", sources.Of("Mail:Security"));
            Assert.Equal("the configuration", sources.Of("Mail:UserName"));
            Assert.Null(sources.Of("Mail:FromName"));
            Assert.Null(sources.Of("Mail:Password"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("SOURCETEST_Mail__Port", null);
            folder.Delete(recursive: true);
        }
    }
}
