using System.Reflection;
using System.Text.RegularExpressions;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.Rules;

/// <summary>URLs come from <see cref="Links"/> or asp-page, and lead to pages.</summary>
public sealed partial class LinkRules(SqliteApp app) : IClassFixture<SqliteApp>
{
    public static TheoryData<string> Sources =>
        [
            .. SourceTree
                .Files("ClearSettings.Web", "*.cs*")
                .Where(f =>
                    f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".cshtml", StringComparison.Ordinal)
                )
                .Where(f => !f.Contains("/Html/Links", StringComparison.Ordinal)),
        ];

    [Theory, MemberData(nameof(Sources))]
    public void No_url_of_a_page_is_put_together_from_text(string file)
    {
        var text = Route().Replace(SourceTree.Read(file), "");
        Assert.DoesNotMatch(TextUrl(), text);
        if (file.EndsWith(".cshtml", StringComparison.Ordinal))
            Assert.DoesNotMatch(PlainAttribute(), text);
    }

    [Fact]
    public void Every_link_leads_to_a_page()
    {
        var routes = app
            .Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Select(endpoint => new TemplateMatcher(
                TemplateParser.Parse(endpoint.RoutePattern.RawText!.TrimStart('/')),
                []
            ))
            .ToList();
        var links = All().ToList();
        Assert.True(links.Count > 50);
        Assert.All(links, link => Assert.Contains(routes, route => route.TryMatch(link.Url.Split('?')[0], [])));
    }

    private static IEnumerable<(string Name, string Url)> All()
    {
        var type = typeof(Links);
        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Static))
            yield return (field.Name, (string)field.GetValue(null)!);
        foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        {
            yield return (method.Name, Call(method, Sample));
            yield return (method.Name, Call(method, SampleOrNone));
        }
    }

    private static string Call(MethodInfo method, Func<ParameterInfo, object?> sample) =>
        (string)method.Invoke(null, [.. method.GetParameters().Select(sample)])!;

    private static object? SampleOrNone(ParameterInfo parameter) =>
        Nullable.GetUnderlyingType(parameter.ParameterType) is null ? Sample(parameter) : null;

    private static object Sample(ParameterInfo parameter) =>
        (Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType) == typeof(Guid)
            ? Guid.NewGuid()
        : parameter.ParameterType == typeof(string) ? "/settings"
        : parameter.ParameterType == typeof(bool) ? true
        : parameter.ParameterType.IsClass ? SampleRecord(parameter.ParameterType)
        : 2;

    private static object SampleRecord(Type type)
    {
        var constructor = Assert.Single(type.GetConstructors());
        return constructor.Invoke([.. constructor.GetParameters().Select(Sample)]);
    }

    [GeneratedRegex(
        "\\$\"/(?!proc/)|\"/(settings|workspaces|sign-|join|set-up|no-workspace|forgot-password|reset-password|theme)"
    )]
    private static partial Regex TextUrl();

    [GeneratedRegex("^@page .*$|\\[AlsoAt\\([^)]*\\)\\]", RegexOptions.Multiline)]
    private static partial Regex Route();

    [GeneratedRegex("\\b(href|action|formaction|hx-get|hx-post)=\"[~/]")]
    private static partial Regex PlainAttribute();
}
