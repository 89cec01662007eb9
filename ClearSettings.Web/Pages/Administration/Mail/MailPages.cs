using ClearSettings.Web.Pages.Administration.Mail;

namespace ClearSettings.Web;

internal static class MailPages
{
    public static IServiceCollection AddMailPages(this IServiceCollection services) => services.AddScoped<OutboxList>();
}
