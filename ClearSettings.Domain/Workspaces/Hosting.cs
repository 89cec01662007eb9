using ClearSettings.Domain.Secrets;

namespace ClearSettings.Domain.Workspaces;

/// <summary>Setting Server:Mode.</summary>
public enum ServerMode
{
    /// <summary>One workspace, shared by all; people come by invitation.</summary>
    SelfHosted,

    /// <summary>Anybody may sign up and gets a workspace of their own; a person can be in several.</summary>
    Hosted,
}

/// <summary>For whom this server is run.</summary>
public sealed record Hosting(ServerMode Mode)
{
    public bool IsHosted => Mode == ServerMode.Hosted;

    /// <exception cref="ServerCannotStart">The setting names no mode.</exception>
    internal static Hosting Of(string? setting)
    {
        if (string.IsNullOrEmpty(setting)) return new(ServerMode.SelfHosted);
        return Enum.TryParse<ServerMode>(setting, ignoreCase: true, out var mode) && Enum.IsDefined(mode) ? new(mode) : throw new ServerCannotStart($"Server:Mode is “{setting}”; it can be SelfHosted or Hosted.");
    }
}
