using System.CommandLine;
using ClearSettings.Domain.Users.TwoFactor;
using ClearSettings.Web.Html;

namespace ClearSettings.Web.Commands;

/// <summary>clearsettings admin recover</summary>
internal static class RecoverCommand
{
    public static Command Create()
    {
        var email = new Option<string>("--email") { Description = "Email address of the user.", Required = true };
        var command = new Command(
            "recover",
            "Print a link that signs a user in once without password and second factor."
        )
        {
            email,
        };
        command.SetAction(
            (parsed, cancel) =>
                AdminCommand.InServerAsync(parsed, services => RunAsync(services, parsed.GetValue(email)!))
        );
        return command;
    }

    private static async Task<int> RunAsync(IServiceProvider services, string email)
    {
        var done = await services.GetRequiredService<CreateRecoveryLink>().RunAsync(email);
        if (!done.Ok)
            return CommandLine.Refuse(done);
        var web = services.GetRequiredService<PublicUrls>().Configured().Web.TrimEnd('/');
        Console.WriteLine(
            $"This link signs {email} in once, without password and second factor. "
                + $"It expires in {TimeText.Left(RecoveryLink.Lifetime)}."
        );
        Console.WriteLine($"  {web}{Links.Recover}/{done.Value.Reveal()}");
        return 0;
    }
}
