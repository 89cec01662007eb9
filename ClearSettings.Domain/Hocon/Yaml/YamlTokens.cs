using YamlDotNet.Core;
using YamlToken = YamlDotNet.Core.Tokens.Token;

namespace ClearSettings.Domain.Hocon;

/// <summary>
/// Hands on the tokens of a scanner and looks into the gaps between them: that is where the comments are.
/// </summary>
internal sealed class YamlTokens(Scanner scanner, string text, int shift) : IScanner
{
    private int _seen;

    public List<Comment> Comments { get; } = [];

    public Mark CurrentPosition => scanner.CurrentPosition;

    public YamlToken? Current => scanner.Current;

    public bool MoveNext() => Inspect(scanner.MoveNext());

    public bool MoveNextWithoutConsuming() => Inspect(scanner.MoveNextWithoutConsuming());

    public void ConsumeCurrent() => scanner.ConsumeCurrent();

    private bool Inspect(bool moved)
    {
        if (!moved || scanner.Current is not { } token)
            return moved;
        var (start, end) = ((int)token.Start.Index + shift, (int)token.End.Index + shift);
        _seen = Math.Max(_seen, shift);
        if (start > _seen)
            Gap(_seen, Math.Min(start, text.Length));
        _seen = Math.Max(_seen, Math.Min(end, text.Length));
        return true;
    }

    private void Gap(int from, int to)
    {
        for (var at = text.IndexOf('#', from, to - from); at >= 0; at = text.IndexOf('#', at, to - at))
        {
            var end = text.AsSpan(at).IndexOfAny('\r', '\n');
            end = end < 0 ? text.Length : at + end;
            if (at == 0 || char.IsWhiteSpace(text[at - 1]) || at == shift)
                Comments.Add(new Comment(new Span(at, end)));
            if (end >= to)
                break;
            at = end;
        }
    }
}
