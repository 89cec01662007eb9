namespace ClearSettings.Tests.App;

/// <summary>Base of tests that run on both databases.</summary>
public abstract class AppTests
{
    protected AppTests(TestApp app)
    {
        Assert.SkipWhen(app.Unavailable is not null, app.Unavailable ?? "");
        App = app;
    }

    protected TestApp App { get; }
}
