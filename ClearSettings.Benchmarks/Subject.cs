using System.Text;
using System.Text.RegularExpressions;

namespace ClearSettings.Benchmarks;

/// <summary>An endpoint under measurement.</summary>
/// <param name="Bare">The bare endpoint's request of the same size.</param>
/// <param name="Needed">Requests per second, as a part of the bare endpoint's.</param>
internal sealed record Subject(string Name, byte[] Request, byte[] Bare, double Needed)
{
    /// <summary>The three that have a target, as one signed-in person and their credential ask for them.</summary>
    public static async Task<IReadOnlyList<Subject>> AllAsync(Server server, KeyPair pair)
    {
        using var connection = new Connection(server.Port);
        var login = Requests.Basic("/api/auth.login", pair);
        var token = Regex
            .Match(Encoding.UTF8.GetString(connection.Send(login)), "\"token\":\"([^\"]+)\"")
            .Groups[1]
            .Value;
        var user = Requests.Bearer("/api/users.get_current_user", token);
        var profile = Requests.Page("/settings/profile", await Visitor.SignInAsync(server.Port));
        var json = SameSize(connection, "/bench/json", user);
        return
        [
            new("users.get_current_user, Bearer", user, json, 0.65),
            new("auth.login, Basic", login, json, 0.45),
            new("Profile page, signed in", profile, SameSize(connection, "/bench/page", profile), 0.45),
        ];
    }

    /// <summary>A bare request whose answer is as long as that of another.</summary>
    public static byte[] SameSize(int port, string path, byte[] likeThis)
    {
        using var connection = new Connection(port);
        return SameSize(connection, path, likeThis);
    }

    private static byte[] SameSize(Connection connection, string path, byte[] likeThis)
    {
        var size = connection.Send(likeThis).Length;
        var bare = Requests.Get($"{path}?bytes={size}");
        var bareSize = connection.Send(bare).Length;
        if (Math.Abs(bareSize - size) > size / 10)
            throw new InvalidOperationException(
                $"{path} has {bareSize} bytes, {Requests.Line(likeThis)} has {size}: they cannot be compared."
            );
        return bare;
    }
}
