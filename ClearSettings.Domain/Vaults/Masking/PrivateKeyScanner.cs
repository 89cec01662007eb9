using ClearSettings.Domain.Hocon;

namespace ClearSettings.Domain.Vaults;

/// <summary>Finds private keys in PEM, OpenSSH and PGP armor; one without an end goes to the end of the text.</summary>
internal static class PrivateKeyScanner
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const int MaxLabelLength = 64;

    public static void Scan(MaskView view, MaskBudget budget, List<Span> found)
    {
        budget.Spend(view.To - view.From);
        for (var i = view.From; Next(view, i, Begin) is { } key; )
        {
            i = Next(view, key.End, End)?.End ?? view.To;
            found.Add(new(view.ToSourcePosition(key.Start), view.ToSourcePosition(i)));
            budget.Spend(1);
        }
    }

    private static Span? Next(MaskView view, int from, string word)
    {
        while (from < view.To)
        {
            var at = view.Text.AsSpan(from, view.To - from).IndexOf(word);
            if (at < 0)
                return null;
            var start = from + at;
            from = start + word.Length;
            var label = view.Text.AsSpan(from, Math.Min(MaxLabelLength, view.To - from));
            var end = label.IndexOf("-----");
            if (end >= 0 && IsPrivateKey(label[..end]))
                return new(start, from + end + 5);
        }
        return null;
    }

    private static bool IsPrivateKey(ReadOnlySpan<char> label) =>
        label.EndsWith("PRIVATE KEY") || label.EndsWith("PRIVATE KEY BLOCK");
}
