using ClearSettings.Domain;

namespace ClearSettings.Web.Html;

/// <summary>
/// {id:id} in a route: an <see cref="EntityId"/>. Anything else matches no page, so the answer is 404.
/// </summary>
public sealed class EntityIdConstraint : IRouteConstraint
{
    public const string Name = "id";

    public bool Match(
        HttpContext? httpContext,
        IRouter? route,
        string routeKey,
        RouteValueDictionary values,
        RouteDirection routeDirection
    ) => values[routeKey] is Guid || EntityId.TryParse(values[routeKey] as string, out _);
}
