using ClearSettings.Web.Configuration;
using Microsoft.Extensions.Configuration;

namespace ClearSettings.Tests.Configuration;

/// <summary>Checks settings as the start does.</summary>
internal static class ValidatedSettings
{
    public static SettingsValidator Validate(
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
            var validator = new SettingsValidator([
                CommandLineSettings.Read(arguments, problems),
                SettingSource.FromEnvironment(environment ?? []),
                ConfigurationFile.Read(folder.FullName),
            ]);
            validator.Run();
            Assert.Empty(problems);
            return validator;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public static T Bind<T>(SettingsValidator validated, string section)
        where T : new()
    {
        Assert.Empty(validated.Problems);
        return new ConfigurationBuilder().AddInMemoryCollection(validated.Values).Build().GetSection(section).Get<T>()
            ?? new();
    }
}
