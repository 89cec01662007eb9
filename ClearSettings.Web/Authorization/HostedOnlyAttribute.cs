using ClearSettings.Domain.Workspaces;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace ClearSettings.Web.Authorization;

/// <summary>The page does not exist in the mode SelfHosted.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class HostedOnlyAttribute : Attribute, IAsyncResourceFilter, IOrderedFilter
{
    /// <summary>After <see cref="NeedsAttribute"/>, which sends those who are not signed in to sign in.</summary>
    public int Order => 1;

    public Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        if (context.HttpContext.RequestServices.GetRequiredService<Hosting>().IsHosted)
            return next();
        context.Result = new NotFoundResult();
        return Task.CompletedTask;
    }
}
