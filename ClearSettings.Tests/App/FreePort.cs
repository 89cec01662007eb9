using System.Net;
using System.Net.Sockets;

namespace ClearSettings.Tests.App;

/// <summary>Ports for programs that cannot choose one themselves.</summary>
internal static class FreePort
{
    // Below those that the system hands out by itself, so that no connection of another test takes one before its
    // program listens.
    private const int First = 10_000;
    private const int End = 32_000;

    public static int Find()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, End);
            if (IsFree(port))
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Any, port) { ExclusiveAddressUse = true };
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
