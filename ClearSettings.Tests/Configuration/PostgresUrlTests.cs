using ClearSettings.Domain;
using Npgsql;

namespace ClearSettings.Tests.Configuration;

public sealed class PostgresUrlTests
{
    [Theory]
    [InlineData(
        "postgres://olga:s3cret@db.example:5433/settings",
        "Host=db.example;Port=5433;Database=settings;Username=olga;Password=s3cret"
    )]
    [InlineData("postgresql://olga@db.example/settings", "Host=db.example;Database=settings;Username=olga")]
    [InlineData("POSTGRES://db.example", "Host=db.example")]
    [InlineData(
        "postgres://olga:a%40b%2Fc%3Bd@db.example/my%20db",
        "Host=db.example;Database=my db;Username=olga;Password=\"a@b/c;d\""
    )]
    [InlineData("postgres://[2001:db8::1]:5433/settings", "Host=2001:db8::1;Port=5433;Database=settings")]
    [InlineData("postgres://[2001:db8::1]/settings", "Host=2001:db8::1;Database=settings")]
    [InlineData(
        "postgres://a.example:5432,b.example:5433/settings",
        "Host=a.example:5432,b.example:5433;Database=settings"
    )]
    [InlineData(
        "postgres:///settings?host=/var/run/postgresql&user=olga",
        "Host=/var/run/postgresql;Database=settings;Username=olga"
    )]
    [InlineData(
        "postgres://db.example/settings?sslmode=verify-full&application_name=x",
        "Host=db.example;Database=settings;SSL Mode=VerifyFull;Application Name=x"
    )]
    [InlineData(
        "postgres://db.example/settings?sslmode=require&channel_binding=require",
        "Host=db.example;Database=settings;SSL Mode=Require;Channel Binding=Require"
    )]
    public void A_url_becomes_the_same_connection_string(string url, string expected)
    {
        Assert.True(PostgresUrl.IsUrl(url));
        var read = new NpgsqlConnectionStringBuilder(PostgresUrl.ToConnectionString(url));
        Assert.True(read.EquivalentTo(new NpgsqlConnectionStringBuilder(expected)), read.ConnectionString);
    }

    [Theory]
    [InlineData("postgres://")]
    [InlineData("postgres:///settings")]
    [InlineData("postgres://db.example:port/settings")]
    [InlineData("postgres://db.example:0/settings")]
    [InlineData("postgres://db.example:99999/settings")]
    [InlineData("postgres://db.example/settings?unknown=1")]
    [InlineData("postgres://db.example/settings?sslmode=perhaps")]
    [InlineData("postgres://db.example/settings?sslmode")]
    [InlineData("postgres://db.example/settings?connect_timeout=soon")]
    [InlineData("postgres://db.example/settings#x")]
    [InlineData("mysql://db.example/settings")]
    public void Other_urls_are_refused(string url) => Assert.Null(PostgresUrl.ToConnectionString(url));
}
