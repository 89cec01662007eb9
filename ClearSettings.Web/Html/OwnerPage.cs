using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ClearSettings.Web.Html;

/// <summary>
/// A page that is the same for things of several owners, at an address for each
/// (<see cref="Authorization.AlsoAtAttribute"/>).
/// </summary>
[FindsOwner]
public abstract class OwnerPage : AppPage
{
    /// <summary>
    /// Finds whose things the address names. Runs before the handler, after the permission and recent authentication
    /// were checked.
    /// </summary>
    /// <returns>Whether they exist; the answer is 404 otherwise.</returns>
    internal abstract Task<bool> FindOwnerAsync();
}

/// <summary>Calls <see cref="OwnerPage.FindOwnerAsync"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class FindsOwnerAttribute : Attribute, IAsyncPageFilter, IOrderedFilter
{
    /// <summary>After <see cref="Authorization.NeedsAttribute"/>.</summary>
    public int Order => 1;

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(
        PageHandlerExecutingContext context,
        PageHandlerExecutionDelegate next
    )
    {
        if (await ((OwnerPage)context.HandlerInstance).FindOwnerAsync())
            await next();
        else
            context.Result = new NotFoundResult();
    }
}
