using System.Globalization;
using System.Text;

namespace ClearSettings.Benchmarks.Formats;

/// <summary>Documents to measure with: like a clearml.conf, over and over, until they have the size.</summary>
internal static class Texts
{
    private const string HoconSection = """
        # Section {{i}}
        section{{i}} = ${defaults} {
            # where files of section {{i}} are kept
            storage.cache {
                default_base_dir = ${defaults.root}"/s{{i}}"
                size { min_free_bytes = 10737418240, cleanup_margin_percent = 5.5 }
            }
            metrics {
                file_history_size : 100
                images = { format = JPEG, quality : 87, subsampling : 0 }
                "plot.max.series" = 50
            }
            api_server = "https://api{{i}}.example.com:8008/path?x=1&y=2"
            hosts = [ "host-{{i}}-a", "host-{{i}}-b", host c, 10.0 ]
            vcs_cache: { enabled: true, path: "~/.clearml/vcs-cache" }
            description = "a longer line of text, with \"quotes\" and a tab\t, for section {{i}}"
            retries = 5
        }

        """;

    private const string YamlSection = """
        # Section {{i}}
        section{{i}}:
          storage:
            cache:
              default_base_dir: /data/cache/s{{i}}
              size: {min_free_bytes: 10737418240, cleanup_margin_percent: 5.5}
          metrics:
            file_history_size: 100
            images:
              format: JPEG
              quality: 87
          api_server: "https://api{{i}}.example.com:8008/path?x=1&y=2"
          hosts:
            - host-{{i}}-a
            - host c
            - 10.0
          enabled: true
          description: "a longer line of text, with \"quotes\" and a tab\t, for section {{i}}"

        """;

    private static string? _last;

    public static string Hocon(int bytes, bool cached = false)
    {
        if (cached && _last is not null)
            return _last;
        var text = new StringBuilder(
            "# A large configuration\ndefaults {\n  timeout = 30.5\n  retries = 3\n  root = /data/cache\n}\n\n"
        );
        for (var i = 0; text.Length < bytes; i++)
            Append(text, HoconSection, i);
        return _last = text.ToString();
    }

    public static string Yaml(int bytes)
    {
        var text = new StringBuilder("# A large configuration\n");
        for (var i = 0; text.Length < bytes; i++)
            Append(text, YamlSection, i);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string section, int number) =>
        text.Append(
            section
                .Replace("{{i}}", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("\r", "", StringComparison.Ordinal)
        );

    /// <summary>A chain of keys, each of which refers to two others.</summary>
    public static string References(int count)
    {
        var text = new StringBuilder("base { host = localhost, port = 8080 }\nk0 = 1\n");
        for (var i = 1; i <= count / 2; i++)
            text.Append(
                CultureInfo.InvariantCulture,
                $"k{i} = ${{k{i - 1}}}\nurl{i} = \"http://\"${{base.host}}\":{i}\"\n"
            );
        return text.ToString();
    }
}
