using System.Text;
using ClearSettings.Domain;

namespace ClearSettings.Web.Pages.Settings.Security;

/// <summary>Recovery codes as they are shown, once.</summary>
public sealed record RecoveryCodeList(IReadOnlyList<Secret> Codes, string Account)
{
    public const string FileName = "clearsettings-recovery-codes.txt";

    /// <summary>One on each line.</summary>
    public Secret Text => string.Join('\n', Codes.Select(c => c.Reveal()));

    /// <summary>A download that never touches the server: the codes are in no address and no log.</summary>
    public string GetDataUrl() =>
        "data:text/plain;charset=utf-8;base64,"
        + Convert.ToBase64String(
            Encoding.UTF8.GetBytes($"ClearSettings recovery codes of {Account}\n\n{Text.Reveal()}\n")
        );
}
