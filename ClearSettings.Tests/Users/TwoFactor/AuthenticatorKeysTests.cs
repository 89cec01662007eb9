using System.Text;
using ClearSettings.Domain.Users.TwoFactor;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Time.Testing;

namespace ClearSettings.Tests.Users.TwoFactor;

public sealed class AuthenticatorKeysTests
{
    private static readonly Guid Mia = Guid.NewGuid();

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly AuthenticatorKeys _keys;

    public AuthenticatorKeysTests() => _keys = new(new EphemeralDataProtectionProvider(), _time);

    /// <summary>The last six digits of the table in RFC 6238, appendix B, for SHA-1.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_RFC_6238(long seconds, string code)
    {
        _time.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(seconds));
        Assert.Equal(seconds / 30, _keys.FindStep(Encoding.ASCII.GetBytes("12345678901234567890"), code));
    }

    [Theory]
    [InlineData(" 287 082 ", true)]
    [InlineData("28708", false)]
    [InlineData("2870820", false)]
    [InlineData("２８７０８２", false)]
    [InlineData("-87082", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_code_is_six_digits(string? typed, bool accepted)
    {
        _time.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds(59));
        Assert.Equal(accepted, _keys.FindStep(Encoding.ASCII.GetBytes("12345678901234567890"), typed) is not null);
    }

    [Fact]
    public void A_set_up_is_for_one_user_and_an_hour()
    {
        var setUp = _keys.Create(Mia, "mia@example.com");
        Assert.Matches("^[A-Z2-7]{32}$", setUp.Key.Reveal());
        Assert.StartsWith(
            "otpauth://totp/ClearSettings:mia%40example.com?secret=" + setUp.Key.Reveal(),
            setUp.Uri.Reveal()
        );
        Assert.Equal(setUp.Key, _keys.Find(setUp.Ticket, Mia, "mia@example.com")!.Key);
        Assert.Null(_keys.Find(setUp.Ticket, Guid.NewGuid(), "mia@example.com"));
        Assert.Null(_keys.Find("none", Mia, "mia@example.com"));
        Assert.Null(_keys.Find(null, Mia, "mia@example.com"));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Null(_keys.Find(setUp.Ticket, Mia, "mia@example.com"));
    }
}
