using ClearSettings.Domain.Resources;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ClearSettings.Domain.AccessRules;

/// <summary>
/// Reads the file that <see cref="RuleFileWriter"/> writes. It takes the parser's events one by one, so that neither
/// nesting nor aliases cost more than the text has characters.
/// </summary>
internal sealed class RuleFileReader
{
    private readonly Parser _parser;
    private readonly List<FileRule> _rules = [];

    private RuleFileReader(string yaml) => _parser = new(new StringReader(yaml));

    public static Result<IReadOnlyList<FileRule>> Read(string yaml)
    {
        if (yaml.Length > RuleFile.MaxLength)
            return Refuse($"The file has more than {RuleFile.MaxLength:N0} characters.");
        try
        {
            var reader = new RuleFileReader(yaml);
            reader.ReadFile();
            return Result<IReadOnlyList<FileRule>>.Success(reader._rules);
        }
        catch (YamlException problem)
        {
            var text = TextLimits.Shorten(problem.Message, 200);
            return Refuse($"Line {problem.Start.Line}: {text}");
        }

        static Result<IReadOnlyList<FileRule>> Refuse(string message) =>
            Result<IReadOnlyList<FileRule>>.Refuse("yaml", message);
    }

    private void ReadFile()
    {
        _parser.Consume<StreamStart>();
        _parser.Consume<DocumentStart>();
        if (!_parser.TryConsume<MappingStart>(out var start))
            throw new YamlException(
                _parser.Current!.Start,
                _parser.Current.End,
                "The file must start with “rules:”, as an exported one does."
            );
        var hasRules = false;
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = _parser.Consume<Scalar>();
            if (key.Value == RuleFile.VersionKey)
                ReadVersion();
            else if (key.Value == RuleFile.RulesKey && !hasRules)
            {
                hasRules = true;
                ReadRules();
            }
            else
                throw Unexpected(key);
        }
        if (!hasRules)
            throw new YamlException(start.Start, start.End, "The file has no rules. Write “rules: []” for none.");
    }

    private void ReadVersion()
    {
        var version = _parser.Consume<Scalar>();
        if (version.Value != RuleFile.Version)
            throw Wrong(version, $"The version of the file must be {RuleFile.Version}.");
    }

    private void ReadRules()
    {
        _parser.Consume<SequenceStart>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            _rules.Add(ReadRule());
            if (_rules.Count > RuleCheck.MaxRules)
                throw new YamlException($"The file has more than {RuleCheck.MaxRules:N0} rules.");
        }
    }

    private FileRule ReadRule()
    {
        var start = _parser.Consume<MappingStart>();
        var seen = new HashSet<string>();
        Guid? id = null;
        var rule = new RuleInput();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = _parser.Consume<Scalar>();
            if (!seen.Add(key.Value))
                throw Wrong(key, "This field appears twice in the rule.");
            if (key.Value == RuleFile.IdKey)
                id = ReadId();
            else
                rule = ReadField(key, rule);
        }
        foreach (var required in new[] { RuleFile.TypeKey, RuleFile.PermissionKey })
            if (!seen.Contains(required))
                throw new YamlException(start.Start, start.End, $"The rule has no {required}.");
        var state = RuleState.From(rule);
        return RuleCheck.Check(state) is { } wrong
            ? throw new YamlException(start.Start, start.End, wrong.Problems[0].Message)
            : new(id, state, (int)start.Start.Line);
    }

    private RuleInput ReadField(Scalar key, RuleInput rule) =>
        key.Value switch
        {
            RuleFile.TypeKey => rule with { Type = ReadType() },
            RuleFile.ResourceKey => rule with { ResourceId = ReadResource() },
            RuleFile.PermissionKey => rule with { Level = ReadLevel() },
            RuleFile.UsersKey => rule with { Users = ReadIds() },
            RuleFile.ServiceAccountsKey => rule with { ServiceAccounts = ReadIds() },
            RuleFile.GroupsKey => rule with { Groups = ReadIds() },
            _ => throw Unexpected(key),
        };

    private ResourceType ReadType()
    {
        var text = _parser.Consume<Scalar>();
        return ResourceTypes.TryParse(text.Value, out var type) ? type : throw Wrong(text, "Unknown resource type.");
    }

    private string? ReadResource()
    {
        var text = _parser.Consume<Scalar>();
        if (text.Style == ScalarStyle.Plain && text.Value is ("" or "null" or "~"))
            return null;
        return NameRules.Check(text.Value, out var id, "The resource", Resources.ResourceKey.MaxIdLength) is { } wrong
            ? throw Wrong(text, wrong)
            : id;
    }

    private AccessLevel ReadLevel()
    {
        var text = _parser.Consume<Scalar>();
        return AccessLevels.TryParse(text.Value, out var level)
            ? level
            : throw Wrong(text, "The permission must be read or modify.");
    }

    private List<Guid> ReadIds()
    {
        List<Guid> ids = [];
        _parser.Consume<SequenceStart>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            ids.Add(ReadId());
            if (ids.Count > RuleCheck.MaxAssignees)
                throw new YamlException($"A list has more than {RuleCheck.MaxAssignees:N0} entries.");
        }
        return ids;
    }

    private Guid ReadId()
    {
        var text = _parser.Consume<Scalar>();
        return EntityId.TryParse(text.Value, out var id) ? id : throw Wrong(text, "An ID has 32 hex digits.");
    }

    private static YamlException Unexpected(Scalar key) =>
        Wrong(key, $"Unknown field “{TextLimits.Shorten(key.Value, 40)}”.");

    private static YamlException Wrong(Scalar at, string message) => new(at.Start, at.End, message);
}
