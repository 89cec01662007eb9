using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Azure.Storage;
using Azure.Storage.Blobs;
using ClearSettings.E2E.App;
using ClearSettings.Tests.App;

namespace ClearSettings.E2E.Storage;

/// <summary>
/// Real stores of a test: s3rver for S3 and Azurite for Azure, from npm, on free ports. The bucket "photos" allows the
/// test's server by CORS, the bucket "closed" and Azurite do not.
/// </summary>
public sealed class Stores : IAsyncDisposable
{
    public const string S3Key = "S3RVER";
    public const string Account = "devstoreaccount1";

    /// <summary>Of Azurite, the same everywhere.</summary>
    public const string AccountKey =
        "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    // 48 by 32 pixels.
    private const string Picture =
        "iVBORw0KGgoAAAANSUhEUgAAADAAAAAgCAIAAADbtmxLAAAAN0lEQVR4nO3OQQ0AMAgEMEQgFomTNRcc"
        + "jyYV0Op5p1R8ICQkJJQeCAkJCaUHQkJCQumBkJDQsg+VWfhqun0rxwAAAABJRU5ErkJggg==";

    private static readonly SemaphoreSlim Installing = new(1);
    private static readonly string Modules = Path.GetDirectoryName(Repository.Artifacts("stores", "package.json"))!;

    private readonly string _folder = Directory.CreateTempSubdirectory("clearsettings-stores-").FullName;
    private readonly List<Process> _processes = [];

    private Stores() { }

    public int S3Port { get; } = FreePort.Find();

    public int AzurePort { get; } = FreePort.Find();

    public string S3Host => $"http://127.0.0.1:{S3Port}";

    public string AzureHost => $"http://127.0.0.1:{AzurePort}";

    /// <param name="origin">Of the server whose pages may read the stores.</param>
    /// <returns>Null where there is no npm.</returns>
    public static async Task<Stores?> StartAsync(string origin)
    {
        if (!await InstallAsync())
            return null;
        var stores = new Stores();
        await stores.StartS3Async(origin);
        await stores.StartAzureAsync();
        return stores;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StartS3Async(string origin)
    {
        var cors = Path.Combine(_folder, "cors.xml");
        await File.WriteAllTextAsync(
            cors,
            $"<CORSConfiguration><CORSRule><AllowedOrigin>{origin}</AllowedOrigin><AllowedMethod>GET</AllowedMethod>"
                + "<AllowedHeader>*</AllowedHeader></CORSRule></CORSConfiguration>"
        );
        string[] buckets = ["--configure-bucket", "photos", cors, "--configure-bucket", "closed"];
        string[] place = ["-d", Path.Combine(_folder, "s3"), "-a", "127.0.0.1", "-p", Text(S3Port)];
        await RunAsync("s3rver", S3Port, [.. place, "--no-vhost-buckets", .. buckets]);
        using var s3 = new AmazonS3Client(
            new BasicAWSCredentials(S3Key, S3Key),
            new AmazonS3Config
            {
                ServiceURL = S3Host,
                ForcePathStyle = true,
                AuthenticationRegion = "us-east-1",
            }
        );
        await PutAsync(s3, "a picture.png", Convert.FromBase64String(Picture), "image/png");
        await PutAsync(
            s3,
            "metrics.json",
            Encoding.UTF8.GetBytes("""{"loss":0.25,"note":"<b>bold</b>"}"""),
            "text/html"
        );
    }

    private static Task PutAsync(AmazonS3Client s3, string key, byte[] content, string type) =>
        s3.PutObjectAsync(
            new PutObjectRequest
            {
                BucketName = "photos",
                Key = key,
                InputStream = new MemoryStream(content),
                ContentType = type,
                UseChunkEncoding = false,
            }
        );

    private async Task StartAzureAsync()
    {
        string[] place = ["--blobHost", "127.0.0.1", "--blobPort", Text(AzurePort), "--location", _folder];
        await RunAsync(
            "azurite-blob",
            AzurePort,
            [.. place, "--silent", "--skipApiVersionCheck", "--disableTelemetry"]
        );
        var service = new BlobServiceClient(
            new Uri($"{AzureHost}/{Account}"),
            new StorageSharedKeyCredential(Account, AccountKey)
        );
        var box = (await service.CreateBlobContainerAsync("box")).Value;
        await box.GetBlobClient("picture.png").UploadAsync(new BinaryData(Convert.FromBase64String(Picture)));
    }

    // Started by node itself: a script of npm would leave it behind when it is killed.
    private async Task RunAsync(string name, int port, string[] arguments)
    {
        var script = name == "s3rver" ? "s3rver/bin/s3rver.js" : "azurite/dist/src/blob/main.js";
        var info = new ProcessStartInfo("node", [Path.Combine(Modules, "node_modules", script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(info)!;
        _processes.Add(process);
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var error = process.StandardError.ReadToEndAsync();
        while (!await IsListeningAsync(port))
        {
            Assert.False(process.HasExited, process.HasExited ? $"{name} ended: {await error}" : "");
            await Task.Delay(100);
        }
    }

    private static async Task<bool> IsListeningAsync(int port)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // Once for all runs; npm checks what is there.
    private static async Task<bool> InstallAsync()
    {
        await Installing.WaitAsync();
        try
        {
            if (Directory.Exists(Path.Combine(Modules, "node_modules", "azurite")))
                return true;
            string[] packages = ["s3rver@3.7.1", "azurite@3.37.0"];
            string[] options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
            using var npm = Process.Start(
                new ProcessStartInfo("npm", ["install", "--prefix", Modules, .. options, .. packages])
            );
            await npm!.WaitForExitAsync();
            return npm.ExitCode == 0 ? true : throw new InvalidOperationException("npm could not install the stores.");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
        finally
        {
            Installing.Release();
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
