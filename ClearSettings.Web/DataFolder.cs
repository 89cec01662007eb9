using ClearSettings.Domain;

namespace ClearSettings.Web;

/// <summary>Where the database file and the master key live.</summary>
public sealed record DataFolder(string Path)
{
    /// <summary>Creates it, for its owner only, and proves that it can be written.</summary>
    /// <exception cref="StartupException">It cannot be made or written.</exception>
    public static string Prepare(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        try
        {
            if (OperatingSystem.IsWindows())
                Directory.CreateDirectory(full);
            else
                Directory.CreateDirectory(
                    full,
                    UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                );
            var probe = System.IO.Path.Combine(full, $".write-{Guid.NewGuid():N}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return full;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            if (StorageFailure.Explain(problem) is { } message)
                throw new StartupException($"The data folder {full} cannot be written. {message}", problem);
            throw new StartupException(
                $"The data folder {full} cannot be written: {problem.Message} Choose another with --data DIR, or "
                    + "give this user write access.",
                problem
            );
        }
    }
}
