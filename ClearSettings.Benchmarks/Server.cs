using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ClearSettings.Benchmarks;

/// <summary>One running server in a folder of its own, which goes with it.</summary>
internal sealed class Server : IDisposable
{
    private readonly Process _process;
    private readonly string _folder;
    private readonly bool _keepsFolder;

    private Server(Binary binary, string folder, bool keepsFolder)
    {
        this._folder = folder;
        this._keepsFolder = keepsFolder;
        Port = FreePort();
        var watch = Stopwatch.StartNew();
        _process = binary.Start(folder, Port, FreePort());
        WaitForPage();
        FirstPage = watch.Elapsed;
    }

    public int Port { get; }

    /// <summary>From the start of the process to the end of the first page.</summary>
    public TimeSpan FirstPage { get; }

    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public static string NewFolder() => Directory.CreateTempSubdirectory("clearsettings-bench-").FullName;

    /// <param name="folder">Deleted in the end, unless it is kept for another start.</param>
    public static Server Start(Binary binary, string folder, bool keepsFolder = false) =>
        new(binary, folder, keepsFolder);

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        if (!_keepsFolder)
            Directory.Delete(_folder, recursive: true);
    }

    private void WaitForPage()
    {
        var request = Requests.Get("/sign-in");
        for (var tries = 0; tries < 6000; tries++)
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The server ended with {_process.ExitCode}.");
            try
            {
                using var connection = new Connection(Port);
                if (connection.Send(request).IndexOf("</html>"u8) >= 0)
                    return;
            }
            catch (SocketException)
            {
                Thread.Sleep(5);
            }
        }
        throw new InvalidOperationException("The server did not answer within 30 seconds.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
