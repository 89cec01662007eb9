using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace ClearSettings.Domain.Email;

/// <summary>
/// Fills an email's templates. {{Name}} is the property of that name, encoded in HTML; {{?Name}}…{{/Name}} stays only
/// when it has a value; {{Link}} is the address of the email's path. What is filled in is never read as a template
/// itself.
/// </summary>
internal static partial class EmailTemplateRenderer
{
    private static readonly ConcurrentDictionary<string, string> Templates = new();

    /// <param name="linkBase">Without a slash at the end.</param>
    public static (string Html, string Text) Render(EmailMessage email, string linkBase)
    {
        var values = GetValues(email, linkBase);
        return (
            Fill(GetTemplate(email, "html"), values, WebUtility.HtmlEncode),
            Fill(GetTemplate(email, "txt"), values, text => text)
        );
    }

    private static string Fill(string template, Dictionary<string, string> values, Func<string, string> encode)
    {
        var chosen = Optional()
            .Replace(template, part => values[part.Groups[1].Value].Length > 0 ? part.Groups[2].Value : "");
        return Placeholder().Replace(chosen, part => encode(values[part.Groups[1].Value]));
    }

    private static Dictionary<string, string> GetValues(EmailMessage email, string linkBase)
    {
        var values = email
            .GetType()
            .GetProperties()
            .Where(p => p.GetIndexParameters().Length == 0)
            .ToDictionary(p => p.Name, p => MimeMessageFactory.OneLine(Format(p.GetValue(email))));
        values["Server"] = linkBase;
        values["Link"] = linkBase + values.GetValueOrDefault("Path", "");
        return values;
    }

    private static string Format(object? value) =>
        value switch
        {
            null => "",
            DateTime at => at.ToString("MMM d, yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };

    private static string GetTemplate(EmailMessage email, string form)
    {
        var name = email.GetType().Name;
        return Templates.GetOrAdd(
            $"{name}.{form}",
            file =>
                ReadResource($"_Layout.{form}")
                    .Replace("{{Body}}", ReadResource(file).TrimEnd('\n'), StringComparison.Ordinal)
        );
    }

    private static string ReadResource(string file)
    {
        using var stream =
            typeof(EmailTemplateRenderer).Assembly.GetManifestResourceStream($"Email/{file}")
            ?? throw new InvalidOperationException($"There is no template {file}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\{\{\?(\w+)\}\}(.*?)\{\{/\1\}\}", RegexOptions.Singleline)]
    private static partial Regex Optional();

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Placeholder();
}
