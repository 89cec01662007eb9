using ClearSettings.Domain.AccessRules;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Workspaces;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain;

internal static class AccessRuleServices
{
    public static IServiceCollection AddAccessRules(this IServiceCollection services) =>
        services
            .AddSingleton<AccessIndexCache>()
            .AddScoped<IWorkspaceCreation, DefaultRuleCreation>()
            .AddScoped<IMemberRemoval, RuleAssigneeRemoval>()
            .AddScoped<IGroupRemoval, RuleAssigneeRemoval>()
            .AddScoped<IndexReader>()
            .AddScoped<Access>()
            .AddScoped<AccessNames>()
            .AddScoped<ExplainAccess>()
            .AddScoped<RuleList>()
            .AddScoped<RuleStore>()
            .AddScoped<RuleCheck>()
            .AddScoped<RuleLockout>()
            .AddScoped<CreateRules>()
            .AddScoped<UpdateRule>()
            .AddScoped<DeleteRules>()
            .AddScoped<PreviewRules>()
            .AddScoped<RuleHistory>()
            .AddScoped<RestoreRules>()
            .AddScoped<ExportRules>()
            .AddScoped<ImportRules>();
}
