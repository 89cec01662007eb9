using System.Text;
using ClearSettings.Domain;
using ClearSettings.Domain.AccessRules;
using ClearSettings.Web.Authorization;
using ClearSettings.Web.Html;
using Microsoft.AspNetCore.Mvc;

namespace ClearSettings.Web.Pages.Administration.AccessRules.History;

/// <summary>All rules as a file that can be reviewed and imported.</summary>
[Needs(Permission.ManageAccessRules)]
public sealed class Yaml(ExportRules export) : AppPage
{
    public async Task<IActionResult> OnGetAsync() =>
        File(Encoding.UTF8.GetBytes(await export.RunAsync()), "application/yaml; charset=utf-8", "access-rules.yaml");
}
