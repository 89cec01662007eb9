using System.Globalization;

namespace ClearSettings.Domain;

/// <summary>
/// A lock between processes of one machine, held by an open file. The kernel releases it when the process ends in any
/// way. The file itself stays, since a process may be opening it while another one would delete it.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // EWOULDBLOCK on Linux and on macOS; sharing and lock violation on Windows.
    private static readonly int[] Held = [11, 35, unchecked((int)0x80070020), unchecked((int)0x80070021)];

    private readonly FileStream _file;
    private readonly string _owner;

    private FileLock(FileStream file, string owner)
    {
        (_file, _owner) = (file, owner);
        File.WriteAllText(owner, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
    }

    /// <returns>Null while another process, or another part of this one, holds it.</returns>
    /// <exception cref="IOException">The file cannot be created.</exception>
    public static FileLock? TryAcquire(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        try
        {
            var file = new FileStream(path, options);
            try
            {
                return new(file, OwnerOf(path));
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
        catch (IOException problem) when (Held.Contains(problem.HResult))
        {
            return null;
        }
    }

    /// <returns>The process id of the holder, or null when it is not known (yet).</returns>
    public static int? FindOwner(string path)
    {
        try
        {
            return int.TryParse(
                File.ReadAllText(OwnerOf(path)),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var id
            )
                ? id
                : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        File.Delete(_owner);
        _file.Dispose();
    }

    // A locked file cannot be read by others everywhere, so the process id is in a file beside it.
    private static string OwnerOf(string path) => path + ".pid";
}
