using System.Reflection;
using ClearSettings.Domain;
using ClearSettings.Web.Authorization;

namespace ClearSettings.Web.Html;

public enum Area
{
    /// <summary>USER SETTINGS of the sidebar.</summary>
    Personal,

    /// <summary>ADMINISTRATOR SETTINGS; the address holds the workspace.</summary>
    Workspace,
}

/// <summary>Puts a page into the sidebar, for those who may open it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SettingsSectionAttribute(string title, Area area) : Attribute
{
    public string Title { get; } = title;

    public Area Area { get; } = area;

    public int Order { get; init; }

    /// <summary>Name in icons.svg; of the parent, where there is one.</summary>
    public string Icon { get; init; } = "settings";

    /// <summary>
    /// The last part of its address; null for the name of the page's folder: /settings/profile,
    /// /workspaces/…/audit-log.
    /// </summary>
    public string? Slug { get; init; }

    /// <summary>An <see cref="ISectionCount"/>, for an entry that says how many rows its table has.</summary>
    public Type? Count { get; init; }

    /// <summary>The title of the entry that this one stands under; its first child is where it leads.</summary>
    public string? Parent { get; init; }
}

/// <summary>
/// How many rows the table of a section has without filters. Created for each request with its services.
/// </summary>
public interface ISectionCount
{
    Task<int> GetAsync();
}

/// <summary>One entry of the sidebar.</summary>
/// <param name="Page">For asp-page.</param>
/// <param name="Slug">As <see cref="SettingsSectionAttribute.Slug"/>, never null.</param>
/// <param name="Count">As <see cref="SettingsSectionAttribute.Count"/>.</param>
public sealed record Section(
    string Title,
    Area Area,
    int Order,
    string Icon,
    string Page,
    Permission Permission,
    string? Parent,
    string Slug,
    Type? Count
)
{
    // Of the ID of a workspace.
    private const int IdLength = 32;

    private readonly string _path = Area == Area.Personal ? Links.PersonalSection(Slug) : "/" + Slug;

    /// <param name="workspace">As <see cref="Links.Workspace"/> says. Every page asks each section.</param>
    public string Url(string workspace) => Area == Area.Personal ? _path : workspace + _path;

    /// <summary>
    /// Null for an entry without a count. Asked only of the group that is open, since it reads the database.
    /// </summary>
    public async Task<int?> CountAsync(IServiceProvider services) =>
        Count is null ? null : await ((ISectionCount)ActivatorUtilities.CreateInstance(services, Count)).GetAsync();

    /// <summary>
    /// Whether an address in the current workspace is that of the section or of a page below it. Every page asks each
    /// section, so no text is made for it.
    /// </summary>
    public bool Holds(PathString address)
    {
        var (before, skipped) = Area == Area.Personal ? (Links.Home, 1) : (Links.WorkspacesPath, IdLength + 1);
        var path = address.Value.AsSpan();
        if (path.Length <= before.Length + skipped || !path.StartsWith(before, StringComparison.OrdinalIgnoreCase))
            return false;
        var rest = path[(before.Length + skipped)..];
        return rest.StartsWith(Slug, StringComparison.OrdinalIgnoreCase)
            && (rest.Length == Slug.Length || rest[Slug.Length] == '/');
    }
}

/// <summary>An entry of the sidebar: one section, or several below the title of their parent.</summary>
/// <param name="Parent">Null for a single section.</param>
public sealed record SectionGroup(string? Parent, Section[] Sections)
{
    /// <summary>Where the entry leads; null for those who may open none of its sections.</summary>
    public Section? First(Current current)
    {
        foreach (var section in Sections)
            if (current.Can(section.Permission))
                return section;
        return null;
    }

    /// <summary>Whether an address is that of one of its sections.</summary>
    public bool Holds(PathString address)
    {
        foreach (var section in Sections)
            if (section.Holds(address))
                return true;
        return false;
    }
}

/// <summary>Every page with the attribute, found once.</summary>
public static class Sections
{
    private const string Root = "ClearSettings.Web.Pages.";

    public static readonly IReadOnlyList<Section> All = [.. Find().OrderBy(s => s.Area).ThenBy(s => s.Order)];

    public static readonly Section[] Personal = [.. All.Where(s => s.Area == Area.Personal)];

    public static readonly SectionGroup[] Workspace =
    [
        .. All.Where(s => s.Area == Area.Workspace)
            .GroupBy(s => s.Parent ?? s.Title)
            .Select(group => new SectionGroup(group.First().Parent, [.. group])),
    ];

    /// <summary>Whether someone may open any section of a workspace.</summary>
    public static bool HasWorkspace(Current current) =>
        Array.Exists(Workspace, group => group.First(current) is not null);

    private static IEnumerable<Section> Find() =>
        from type in typeof(Sections).Assembly.GetTypes()
        let section = type.GetCustomAttribute<SettingsSectionAttribute>()
        where section is not null
        let page = "/" + type.FullName![Root.Length..].Replace('.', '/')
        select new Section(
            section.Title,
            section.Area,
            section.Order,
            section.Icon,
            page,
            type.GetCustomAttribute<NeedsAttribute>()!.View,
            section.Parent,
            section.Slug ?? new Slug().TransformOutbound(page.Split('/')[^2])!,
            section.Count
        );
}
