using System.Text;
using ClearSettings.Domain.Hocon;

namespace ClearSettings.Web.Commands;

/// <summary>A file for the config commands. That it cannot be read is a finding about it, like any other.</summary>
internal sealed record ConfigFile(string Name, ConfigFormat Format, Document Document)
{
    private const string Input = "-";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public string ShownName => Document.Source.Name;

    public static ConfigFile Read(string name, ConfigFormat? asked, Dialect dialect)
    {
        var options = new ParseOptions
        {
            Dialect = dialect,
            Name = name == Input ? "<stdin>" : name,
            IncludeResolver = dialect == Dialect.Strict ? new EmptyIncludeResolver() : null,
        };
        var format =
            asked ?? (name == Input ? ConfigFormat.Hocon : ConfigFormats.FromFileName(name) ?? ConfigFormat.Hocon);
        try
        {
            return Parse(name, format, options, Bytes(name, options.Limits.MaxBytes));
        }
        catch (Exception problem)
            when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var reason =
                problem is FileNotFoundException or DirectoryNotFoundException ? "File not found."
                : Directory.Exists(name) ? "This is a folder, not a file."
                : $"The file cannot be read: {problem.Message}";
            return Unreadable(name, format, options, Error("unreadable", reason));
        }
    }

    private static ConfigFile Parse(string name, ConfigFormat format, ParseOptions options, byte[] bytes)
    {
        if (bytes.Length > options.Limits.MaxBytes)
        {
            var message = $"The file is larger than {options.Limits.MaxBytes:N0} bytes.";
            return Unreadable(name, format, options, Error("too-large", message));
        }
        var decoded = Utf8Text.Decode(bytes);
        if (decoded.Text is not { } text)
        {
            var message =
                $"The file is not UTF-8 text: byte {decoded.ValidBytes + 1} is not part of a valid character.";
            return Unreadable(name, format, options, Error("not-utf8", message, decoded.End));
        }
        return new ConfigFile(
            name,
            format,
            EmptyIncludeResolver.WithWarnings(ConfigFormats.Read(text, format, options))
        );
    }

    /// <summary>At most one byte more than the limit, whatever the file is.</summary>
    private static byte[] Bytes(string name, int limit)
    {
        if (name == Input)
            return InputBytes(limit);
        using var file = new FileStream(
            name,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            bufferSize: 1
        );
        return Limited(file, limit);
    }

    /// <summary>
    /// The console has put U+FFFD for every byte that belongs to no character; a byte that is none takes its place
    /// again.
    /// </summary>
    private static byte[] InputBytes(int limit)
    {
        var buffer = new char[limit + 1];
        var text = buffer.AsSpan(0, Console.In.ReadBlock(buffer));
        var bad = text.IndexOf('\uFFFD');
        return bad < 0 ? Utf8.GetBytes(text.ToString()) : [.. Encoding.UTF8.GetBytes(text[..bad].ToString()), 0xFF];
    }

    private static byte[] Limited(Stream stream, int limit)
    {
        using var bytes = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (bytes.Length <= limit && stream.Read(buffer) is > 0 and var count)
            bytes.Write(buffer, 0, count);
        return bytes.ToArray();
    }

    private static Finding Error(string code, string message, Position? place = null)
    {
        var start = place ?? new Position(1, 1);
        return new Finding(Severity.Error, code, default, start, start, "", message, null);
    }

    private static ConfigFile Unreadable(string name, ConfigFormat format, ParseOptions options, Finding finding)
    {
        return new ConfigFile(
            name,
            format,
            new Document(
                new SourceText("", options.Name),
                options.Dialect,
                new ObjectNode([], false, default),
                [finding],
                []
            )
        );
    }
}
