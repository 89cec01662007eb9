namespace ClearSettings.Domain.Hocon;

/// <summary>Gives keys that repeat as one string, since most documents use few different keys.</summary>
internal sealed class StringPool
{
    private readonly string[] _strings = new string[256];

    public string Get(ReadOnlySpan<char> text)
    {
        if (text.Length > 64)
            return text.ToString();
        ref var slot = ref _strings[string.GetHashCode(text) & 255];
        return slot is not null && text.SequenceEqual(slot) ? slot : slot = text.ToString();
    }
}
