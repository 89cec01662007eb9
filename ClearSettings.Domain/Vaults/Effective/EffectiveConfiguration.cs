using System.Text;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>One line of a merged configuration.</summary>
/// <param name="Code">As written, indented, secrets hidden.</param>
/// <param name="Source">Name of the vault that set it, or "clearml.conf"; null for a line that only opens or
/// closes.</param>
/// <param name="VaultId">Of that vault.</param>
/// <param name="Overrode">Names of those whose value it replaced, nearest first.</param>
/// <param name="Note">What the line itself cannot say: in JSON, that a variable of the client decides.</param>
public sealed record EffectiveLine(
    string Code,
    string? Source,
    Guid? VaultId,
    IReadOnlyList<string> Overrode,
    string? Note = null
);

/// <summary>What a client ends up with.</summary>
/// <param name="Vaults">Those that were merged, in order.</param>
/// <param name="Problem">Why the pasted clearml.conf cannot be read, or null.</param>
public sealed record Effective(IReadOnlyList<EffectiveLine> Lines, IReadOnlyList<ServedVault> Vaults, string? Problem);

/// <summary>Whose configuration is asked for, and how it is shown.</summary>
/// <param name="IsAgent">Agents lay the monitoring vaults over the rest.</param>
/// <param name="Local">The text of a clearml.conf that the vaults override, or null. It is not kept.</param>
public sealed record EffectiveQuery(
    Guid WorkspaceId,
    Guid UserId,
    MemberRole Role,
    bool IsAgent,
    string? Local,
    ConfigFormat Format
);

/// <summary>
/// Merges the vaults of an account as its clients do (docs/protocol.md#how-clients-merge-vaults), with the origin of
/// each line.
/// </summary>
public sealed class EffectiveConfiguration(VaultCache directory)
{
    /// <summary>Of a pasted clearml.conf, in UTF-8.</summary>
    public const int MaxLocalBytes = 256 * 1024;

    private const string LocalName = "clearml.conf";

    public async Task<Effective> ReadAsync(EffectiveQuery query)
    {
        var all = (await directory.GetAsync(query.WorkspaceId)).For(query.UserId, query.Role).ToList();
        List<ServedVault> vaults =
        [
            .. all.Where(v => v.Target == VaultTarget.Client),
            .. query.IsAgent ? all.Where(v => v.Target == VaultTarget.Monitoring) : [],
        ];
        var (lines, problem) = Merge(vaults, query.Local, query.Format);
        return new(lines, vaults, problem);
    }

    /// <summary>The lines of vaults in the order in which clients apply them.</summary>
    public static (IReadOnlyList<EffectiveLine> Lines, string? Problem) Merge(
        IReadOnlyList<ServedVault> vaults,
        string? local,
        ConfigFormat format
    )
    {
        List<EffectiveSource> sources = [];
        var problem = string.IsNullOrWhiteSpace(local) ? null : ReadLocal(local.ReplaceLineEndings("\n"), sources);
        foreach (var vault in vaults)
        {
            // Each is read alone, as clients do: a reference never reaches into another vault.
            var document = ConfigFormats.Read(vault.Text.Reveal(), ConfigFormat.Hocon, new() { Name = vault.Name });
            if (Resolver.Resolve(document, new() { Partial = true }).Value is ConfigObject root)
                sources.Add(new(sources.Count, vault.Name, vault.Id, root, vault.MarkedPaths));
        }
        return (
            sources.Count == 0 ? [] : new EffectiveLines(format, new(sources)).Render(EffectiveMerge.Merge(sources)),
            problem
        );
    }

    private static string? ReadLocal(string text, List<EffectiveSource> sources)
    {
        if (Encoding.UTF8.GetByteCount(text) > MaxLocalBytes)
            return $"The pasted text has more than {MaxLocalBytes / 1024} KB. Remove what is not needed.";
        var document = ConfigFormats.Read(text, ConfigFormat.Hocon, new() { Name = LocalName });
        var resolved = document.HasErrors ? null : Resolver.Resolve(document, new() { Partial = true });
        var findings = ClientFile.Check(document.Findings).Concat(resolved?.Findings.Select(f => f.Finding) ?? []);
        if (findings.FirstOrDefault(f => f.Severity == Severity.Error) is { } error)
            return $"Line {error.Start.Line}, column {error.Start.Column} of the pasted text: "
                + $"{error.Message}{(error.Fix is null ? "" : " " + error.Fix)}";
        if (resolved?.Value is not ConfigObject root)
            return "The pasted text is not a clearml.conf file. Paste settings with keys and values.";
        sources.Add(new(sources.Count, LocalName, null, root, VaultMask.MarkedPaths(text, ConfigFormat.Hocon)));
        return null;
    }
}
