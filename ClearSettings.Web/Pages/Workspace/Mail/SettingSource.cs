using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace ClearSettings.Web.Pages.Workspace.Mail;

/// <summary>Says where a setting comes from, so that a locked field tells where it can be changed.</summary>
public sealed class SettingSource(IConfiguration configuration)
{
    /// <param name="key">Such as "Mail:Host".</param>
    /// <returns>Words that follow "Set by", or null when nothing sets it.</returns>
    public string? Of(string key)
    {
        // The last provider that has it wins.
        var provider = (configuration as IConfigurationRoot)?.Providers.LastOrDefault(p => p.TryGet(key, out var value) && !string.IsNullOrWhiteSpace(value));
        return provider switch
        {
            null => null,
            EnvironmentVariablesConfigurationProvider => $"the environment variable {key.Replace(":", "__", StringComparison.Ordinal)}",
            CommandLineConfigurationProvider => $"the command line, --{key}",
            JsonConfigurationProvider file => $"the file {Path.GetFileName(file.Source.Path)}",
            _ => "the configuration",
        };
    }
}
