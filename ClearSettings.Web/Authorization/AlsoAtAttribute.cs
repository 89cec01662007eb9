using System.Reflection;
using ClearSettings.Domain;
using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace ClearSettings.Web.Authorization;

/// <summary>
/// Serves a page at another address as well, for things of another owner. There it demands the permission for those, to
/// view and to change, instead of the page's own.
/// </summary>
/// <param name="route">As after @page. Its parameters tell the page whose things it shows.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class AlsoAtAttribute(string route, Permission permission) : Attribute
{
    public string Route { get; } = route;

    public Permission Permission { get; } = permission;
}

/// <summary>Metadata of the endpoint that an <see cref="AlsoAtAttribute"/> makes.</summary>
public sealed record AddressPermission(Permission Permission);

internal sealed class AlsoAtConvention : IPageRouteModelConvention
{
    private const string Root = "ClearSettings.Web.Pages";

    public void Apply(PageRouteModel model)
    {
        var page = typeof(AlsoAtConvention).Assembly.GetType(Root + model.ViewEnginePath.Replace('/', '.'));
        foreach (var address in page?.GetCustomAttributes<AlsoAtAttribute>() ?? [])
            model.Selectors.Add(
                new SelectorModel
                {
                    AttributeRouteModel = new() { Template = address.Route.TrimStart('/') },
                    EndpointMetadata = { new AddressPermission(address.Permission) },
                }
            );
    }
}
