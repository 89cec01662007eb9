using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using ClearSettings.E2E.App;

namespace ClearSettings.E2E.Commands;

public sealed class StopTests
{
    // Far above what is configured, and below what it was without: this machine may be busy.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(
        "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
            + "application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\nEmail="
    )]
    [InlineData("POST /sign-in HTTP/1.1\r\nHost: loc")]
    public async Task A_client_that_never_finishes_its_request_does_not_keep_the_program_from_stopping(string sent)
    {
        await using var server = await Server.StartAsync();
        using var client = new TcpClient("127.0.0.1", server.WebPort);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(sent), TestContext.Current.CancellationToken);
        // A request that was sent later was answered, so the first one has arrived.
        using (var http = new HttpClient())
            Assert.True(
                (
                    await http.GetAsync($"{server.Web}/sign-in", TestContext.Current.CancellationToken)
                ).IsSuccessStatusCode
            );
        var watch = Stopwatch.StartNew();
        var code = await server.TerminateAsync().WaitAsync(Limit, TestContext.Current.CancellationToken);
        TestContext.Current.SendDiagnosticMessage($"Stopped after {watch.ElapsedMilliseconds} ms");
        Assert.True(code == 0, server.Output);
    }
}
