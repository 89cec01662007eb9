namespace ClearSettings.E2E.App;

/// <summary>Where the sources are, and where a run leaves its screenshots.</summary>
public static class Repository
{
    public static readonly string Root = Find(AppContext.BaseDirectory);

    /// <summary>Full-page screenshots take half the time of a run, so they are kept only when asked for.</summary>
    public static bool KeepsScreenshots => Environment.GetEnvironmentVariable("CLEARSETTINGS_SCREENSHOTS") is "1";

    public static string Artifacts(params string[] path)
    {
        var file = Path.Combine([Root, "artifacts", "e2e", .. path]);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return file;
    }

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "ClearSettings.sln"))
            ? folder
            : Find(
                Path.GetDirectoryName(folder)
                    ?? throw new InvalidOperationException("ClearSettings.sln was not found above the tests.")
            );
}
