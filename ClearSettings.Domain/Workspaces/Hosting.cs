namespace ClearSettings.Domain.Workspaces;

/// <summary>Setting Server:Mode.</summary>
public enum ServerMode
{
    /// <summary>One workspace, shared by all; people come by invitation.</summary>
    SelfHosted,

    /// <summary>Anyone may sign up and gets a workspace of their own; a person can be in several.</summary>
    Hosted,
}

/// <summary>For whom this server is run.</summary>
public sealed record Hosting(ServerMode Mode)
{
    public bool IsHosted => Mode == ServerMode.Hosted;

    /// <param name="setting">The name of a mode, or null for the default.</param>
    internal static Hosting Parse(string? setting) =>
        new(setting is null ? ServerMode.SelfHosted : Enum.Parse<ServerMode>(setting));
}
