using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Members;

namespace ClearSettings.Domain.Vaults;

/// <summary>One line of a merged configuration.</summary>
/// <param name="Code">As written, indented, secrets hidden.</param>
/// <param name="Source">Name of the vault that set it, or "clearml.conf"; null for a line that only opens or closes.</param>
/// <param name="VaultId">Of that vault.</param>
/// <param name="Overrode">Names of those whose value it replaced, nearest first.</param>
public sealed record EffectiveLine(string Code, string? Source, Guid? VaultId, IReadOnlyList<string> Overrode);

/// <summary>What a client ends up with.</summary>
/// <param name="Vaults">Those that were merged, in order.</param>
/// <param name="Problem">Why the pasted clearml.conf cannot be read, or null.</param>
public sealed record Effective(IReadOnlyList<EffectiveLine> Lines, IReadOnlyList<ServedVault> Vaults, string? Problem);

/// <summary>Merges what applies to somebody as their clients do (contract 14), and tells of each line where it comes from.</summary>
public sealed class EffectiveConfiguration(VaultDirectory directory)
{
    private const string LocalName = "clearml.conf";

    /// <param name="agent">Agents lay the monitoring vaults over the rest.</param>
    /// <param name="local">The text of a clearml.conf that lies below the vaults, or null.</param>
    public async Task<Effective> ReadAsync(Guid workspaceId, Guid userId, MemberRole role, bool agent, string? local, ConfigFormat format)
    {
        var all = (await directory.OfAsync(workspaceId)).For(userId, role).ToList();
        List<ServedVault> vaults = [.. all.Where(v => v.Target == VaultTarget.Client), .. agent ? all.Where(v => v.Target == VaultTarget.Monitoring) : []];
        List<Document> documents = [];
        string? problem = null;
        if (!string.IsNullOrWhiteSpace(local))
        {
            var (document, error) = ReadLocal(local);
            problem = error;
            if (document is not null) documents.Add(document);
        }
        documents.AddRange(vaults.Select(v => ConfigFormats.Read(v.Text, ConfigFormat.Hocon, new() { Name = v.Id.Text(), Dialect = Dialect.ClearML })));
        if (documents.Count == 0) return new([], vaults, problem);
        var merged = Resolver.Merge(documents, new() { Partial = true });
        var lines = merged.Value is ConfigObject root ? new EffectiveLines(format, vaults, LocalName).Of(root) : [];
        return new(lines, vaults, problem);
    }

    private static (Document? Document, string? Problem) ReadLocal(string text)
    {
        var document = ConfigFormats.Read(text.ReplaceLineEndings("\n"), ConfigFormat.Hocon, new() { Name = LocalName });
        if (document.Findings.FirstOrDefault(f => f.Severity == Severity.Error) is { } error) return (null, $"Line {error.Start.Line}, column {error.Start.Column} of the pasted text: {error.Message}");
        return document.Root is ObjectNode ? (document, null) : (null, "The pasted text is no clearml.conf: it has no keys.");
    }
}
