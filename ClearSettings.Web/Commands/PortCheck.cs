using System.Net;
using System.Net.Sockets;

namespace ClearSettings.Web.Commands;

/// <summary>Finds out whether the server can listen on its ports, and which setting has to change if not.</summary>
internal static class PortCheck
{
    /// <returns>A sentence for each port that cannot be used.</returns>
    public static IReadOnlyList<string> Run(ServerSettings server)
    {
        List<string> problems = [];
        foreach (
            var (setting, port) in new[]
            {
                ("Server:WebPort", server.WebPort),
                ("Server:ApiPort", server.ApiPort),
            }.DistinctBy(p => p.Item2)
        )
        {
            if (TryListen(server.Address, port) is { } error)
                problems.Add(Describe(setting, port, server.Address, error));
        }
        return [.. problems.Distinct()];
    }

    private static string Describe(string setting, int port, string address, SocketError error) =>
        error switch
        {
            SocketError.AddressAlreadyInUse =>
                $"{setting} is {port}, which is already in use; stop the other program, or choose another port.",
            SocketError.AccessDenied =>
                $"{setting} is {port}, which this user may not listen on; choose a port from 1024 up, or give the "
                    + "program the capability CAP_NET_BIND_SERVICE.",
            SocketError.AddressNotAvailable =>
                $"Server:Address is {address}, which is not an address of this machine; it must be * or one "
                    + "of its own.",
            _ => $"{setting} is {port}, on which the server cannot listen on this machine ({error}).",
        };

    // As Kestrel does it: both kinds of addresses with one socket, or IPv4 alone where there is no IPv6.
    private static SocketError? TryListen(string address, int port)
    {
        if (address != "*")
            return TryBind(IPAddress.Parse(address), port);
        var error = TryBind(IPAddress.IPv6Any, port);
        return error is null or SocketError.AddressAlreadyInUse or SocketError.AccessDenied
            ? error
            : TryBind(IPAddress.Any, port);
    }

    private static SocketError? TryBind(IPAddress address, int port)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(new IPEndPoint(address, port));
            return null;
        }
        catch (SocketException problem)
        {
            return problem.SocketErrorCode;
        }
    }
}
