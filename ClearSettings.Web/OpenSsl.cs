using System.Runtime.InteropServices;
using ClearSettings.Domain;

namespace ClearSettings.Web;

/// <summary>
/// The library that the runtime's cryptography calls. It comes from the system, so that its security updates apply.
/// </summary>
internal static class OpenSsl
{
    // The names that the runtime looks for.
    private static readonly string[] Names = ["libssl.so.3", "libssl.so.1.1"];

    /// <summary>
    /// Without the library the runtime would end the process with a core dump at the first cryptographic operation.
    /// </summary>
    /// <exception cref="StartupException">OpenSSL is not installed.</exception>
    public static void Require()
    {
        var chosen = Environment.GetEnvironmentVariable("CLR_OPENSSL_VERSION_OVERRIDE") is { Length: > 0 };
        if (chosen || !OperatingSystem.IsLinux() || Names.Any(name => NativeLibrary.TryLoad(name, out _)))
            return;
        throw new StartupException(
            "OpenSSL is not installed (libssl.so.3). Install it, for example with “apt install libssl3” on Debian "
                + "and Ubuntu "
                + "or “dnf install openssl-libs” on Fedora and Red Hat."
        );
    }
}
