using ClearSettings.Domain;

namespace ClearSettings.Web.Configuration;

/// <summary>
/// The settings of this process: read once, before anything uses them, and checked. The command line wins over
/// environment variables, and these win over the file clearsettings.json in the data folder. Nothing else is read.
/// </summary>
/// <param name="DataFolder">Absolute; it exists and can be written.</param>
/// <param name="Values">By name, in the form in which they are bound; the items of lists by number.</param>
/// <param name="Origins">For each setting that is set, where.</param>
/// <param name="Warnings">Sentences about names that are no settings.</param>
public sealed record ProgramConfiguration(
    string DataFolder,
    IReadOnlyDictionary<string, string?> Values,
    SettingOrigins Origins,
    IReadOnlyList<string> Warnings
)
{
    internal const string Folder = "Data:Folder";

    /// <param name="data">The option --data, or null.</param>
    /// <param name="arguments">What follows the command.</param>
    /// <exception cref="StartupException">
    /// The data folder or the file cannot be used, or settings are wrong; it has a sentence for each.
    /// </exception>
    public static ProgramConfiguration Read(string? data, IReadOnlyList<string> arguments)
    {
        List<string> problems = [];
        var (commandLine, environment) = (
            CommandLineSettings.Read(arguments, problems),
            SettingSource.FromEnvironment(Environment.GetEnvironmentVariables())
        );
        var folder = Web.DataFolder.Prepare(data ?? Value(commandLine) ?? Value(environment) ?? "data");
        var validator = new SettingsValidator([commandLine, environment, ConfigurationFile.Read(folder)]);
        validator.Run();
        problems.AddRange(validator.Problems);
        if (problems.Count > 0)
            throw new StartupException([.. problems, .. validator.Warnings]);
        return new(folder, validator.Values, new(validator.Origins), validator.Warnings);
    }

    private static string? Value(SettingSource source) =>
        source.Values.GetValueOrDefault(Folder) is { } folder && !string.IsNullOrWhiteSpace(folder) ? folder : null;
}

/// <summary>Says where a setting comes from, so that a locked field tells where it can be changed.</summary>
public sealed class SettingOrigins(IReadOnlyDictionary<string, string> origins)
{
    /// <param name="name">Such as "Email:Host".</param>
    /// <returns>Continues "Set by", or null when nothing sets it.</returns>
    public string? Find(string name) => origins.GetValueOrDefault(name);
}
