using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Secrets;

/// <summary>
/// Refuses to start with a master key that is not the one this database was written with: every secret in it would be
/// lost silently.
/// </summary>
public sealed class KeyRingCheck(ClearSettingsDb db, IDataProtectionProvider protection, MasterKey masterKey)
{
    public async Task RunAsync()
    {
        foreach (var row in await db.DataProtectionKeys.AsNoTracking().Select(k => k.Xml).ToListAsync())
            Unwrap(row);
        // Makes the first key now, not in the middle of a request.
        protection.CreateProtector("ClearSettings.Check").Protect("");
    }

    private void Unwrap(string? xml)
    {
        if (
            xml is null
            || System.Xml.Linq.XElement.Parse(xml).Descendants("wrapped").FirstOrDefault() is not { } wrapped
        )
            return;
        try
        {
            masterKey.Unwrap(Convert.FromBase64String(wrapped.Value));
        }
        catch (CryptographicException problem)
        {
            throw new StartupException(
                $"This database was encrypted with another master key. Put the right {MasterKey.FileName} into the "
                    + "data folder, or set Secrets:MasterKey.",
                problem
            );
        }
    }
}
