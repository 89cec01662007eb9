using ClearSettings.Web.Configuration;
using Microsoft.Extensions.Configuration;

namespace ClearSettings.Tests.Configuration;

/// <summary>Judges settings as the start does.</summary>
internal static class Judged
{
    public static SettingsJudge Judge(
        string[] arguments,
        Dictionary<string, string>? environment = null,
        string? file = null
    )
    {
        var folder = Directory.CreateTempSubdirectory("clearsettings-test-");
        try
        {
            if (file is not null)
                File.WriteAllText(Path.Combine(folder.FullName, ConfigurationFile.Name), file);
            List<string> problems = [];
            var judge = new SettingsJudge([
                CommandLineSettings.Read(arguments, problems),
                SettingSource.FromEnvironment(environment ?? []),
                ConfigurationFile.Read(folder.FullName),
            ]);
            judge.Run();
            Assert.Empty(problems);
            return judge;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static T Bind<T>(SettingsJudge judged, string section)
        where T : new()
    {
        Assert.Empty(judged.Problems);
        return new ConfigurationBuilder().AddInMemoryCollection(judged.Values).Build().GetSection(section).Get<T>()
            ?? new();
    }
}
