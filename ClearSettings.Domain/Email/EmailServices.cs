using ClearSettings.Domain.Email;
using ClearSettings.Domain.Jobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain;

internal static class EmailServices
{
    public static IServiceCollection AddEmail(this IServiceCollection services, IConfiguration configuration) =>
        services
            .Configure<EmailRequestLimits>(configuration.GetSection("Email:RequestLimits"))
            .AddSingleton(MailConfiguration.Read(configuration))
            .AddSingleton(new SmtpTimeout(TimeSpan.FromSeconds(30)))
            .AddSingleton<EmailRequestLimiter>()
            .AddScoped<MailServer>()
            .AddScoped<Outbox>()
            .AddScoped<EmailQuota>()
            .AddScoped<IJobHandler, EmailJobs>()
            .AddScoped<MailServerNoticeSender>()
            .AddScoped<MailServerChangeNotice>()
            .AddScoped<ChangeMailServer>()
            .AddScoped<RemoveMailSettings>()
            .AddScoped<SendTestEmail>()
            .AddScoped<RetryEmailNow>()
            .AddScoped<CancelEmail>();
}
