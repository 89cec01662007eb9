using ClearSettings.Domain.Resources;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ClearSettings.Domain.AccessRules;

/// <summary>Writes rules as YAML, with the names of accounts, groups and objects as comments.</summary>
internal sealed class RuleFileWriter(
    IReadOnlyDictionary<Guid, NamedAssignee> assignees,
    IReadOnlyDictionary<ResourceKey, string> resources
)
{
    private readonly StringWriter _text = new() { NewLine = "\n" };

    public string Write(IEnumerable<StoredRule> rules)
    {
        var emitter = new Emitter(_text, EmitterSettings.Default.WithNewLine("\n").WithMaxSimpleKeyLength(128));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        emitter.Emit(new MappingStart());
        WritePair(emitter, RuleFile.VersionKey, RuleFile.Version);
        emitter.Emit(new Scalar(RuleFile.RulesKey));
        emitter.Emit(new SequenceStart(null, null, isImplicit: true, SequenceStyle.Block));
        foreach (var rule in rules)
            Write(emitter, rule.Rule.Id, rule.State);
        emitter.Emit(new SequenceEnd());
        emitter.Emit(new MappingEnd());
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return _text.ToString();
    }

    private void Write(Emitter emitter, Guid id, RuleState state)
    {
        emitter.Emit(new MappingStart());
        WritePair(emitter, RuleFile.IdKey, id.ToHex());
        WritePair(emitter, RuleFile.TypeKey, state.Type.GetName());
        emitter.Emit(new Scalar(RuleFile.ResourceKey));
        if (state.ResourceId is { } resource)
        {
            // Quoted, since an ID may look like a number or a null.
            emitter.Emit(new Scalar(null, null, resource, ScalarStyle.DoubleQuoted, false, true));
            WriteComment(emitter, resources.GetValueOrDefault(new(state.Type, resource)));
        }
        else
            emitter.Emit(new Scalar("null"));
        WritePair(emitter, RuleFile.PermissionKey, state.Level.GetName());
        WriteList(emitter, RuleFile.UsersKey, state.Users);
        WriteList(emitter, RuleFile.ServiceAccountsKey, state.ServiceAccounts);
        WriteList(emitter, RuleFile.GroupsKey, state.Groups);
        emitter.Emit(new MappingEnd());
    }

    private void WriteList(Emitter emitter, string key, IReadOnlyList<Guid> ids)
    {
        if (ids.Count == 0)
            return;
        emitter.Emit(new Scalar(key));
        emitter.Emit(new SequenceStart(null, null, isImplicit: true, SequenceStyle.Block));
        foreach (var id in ids)
        {
            emitter.Emit(new Scalar(id.ToHex()));
            WriteComment(emitter, assignees.GetValueOrDefault(id)?.Name);
        }
        emitter.Emit(new SequenceEnd());
    }

    private static void WritePair(Emitter emitter, string key, string value)
    {
        emitter.Emit(new Scalar(key));
        emitter.Emit(new Scalar(value));
    }

    private static void WriteComment(Emitter emitter, string? name)
    {
        if (!string.IsNullOrEmpty(name))
            emitter.Emit(new Comment(name, isInline: true));
    }
}
