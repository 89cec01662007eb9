using ClearSettings.Domain;
using ClearSettings.Web.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace ClearSettings.Tests.Users;

public sealed class PendingFormTests(SqliteApp app) : AppTests(app), IClassFixture<SqliteApp>
{
    private const string Typed = "typed-by-olga";
    private static readonly TimeSpan JustOver = TimeSpan.FromMinutes(10) + TimeSpan.FromSeconds(1);

    private string NewGroup => $"/workspaces/{App.Olga.Workspace:N}/groups/new";

    [Fact]
    public async Task The_question_repeats_nothing_that_was_typed()
    {
        var (_, asked) = await AskAsync(App.Olga);
        Assert.DoesNotContain(Typed, asked.Html, StringComparison.Ordinal);
        Assert.Equal(
            [RecentAuthentication.PendingField, RecentAuthentication.PasswordField, "__RequestVerificationToken"],
            asked.Document.QuerySelectorAll("form:has(#proof) [name]").Select(e => e.GetAttribute("name"))
        );
        var wrong = await asked.Fill("Password", "not mine").PressAsync("Continue");
        Assert.DoesNotContain(Typed, wrong.Html, StringComparison.Ordinal);
        Assert.Equal(Id(asked), Id(wrong));
    }

    [Fact]
    public async Task A_form_is_carried_out_once()
    {
        var (browser, asked) = await AskAsync(App.Olga);
        await asked.Fill("Password", Person.Password).PressAsync("Continue");
        Assert.Equal(1, await CountAsync());
        var again = await browser.PostAsync(NewGroup, (RecentAuthentication.PendingField, Id(asked)));
        Assert.Equal(422, again.Status);
        Assert.StartsWith("Your changes were kept for a limited time", again.Problems, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task A_form_is_kept_for_ten_minutes()
    {
        var (_, asked) = await AskAsync(App.Olga, "Late");
        App.Time.Advance(PendingForms.Lifetime);
        var late = await asked.Fill("Password", Person.Password).PressAsync("Continue");
        Assert.StartsWith("Your changes were kept for a limited time", late.Problems, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("Late"));
        // The password is asked for without the form.
        var confirmed = await late.Fill("Password", Person.Password).PressAsync("Continue");
        Assert.Equal(NewGroup, confirmed.Path);
    }

    [Fact]
    public async Task A_form_belongs_to_its_session_and_its_address()
    {
        var (browser, asked) = await AskAsync(App.Olga, "Elsewhere");
        var id = (RecentAuthentication.PendingField, Id(asked));
        var password = (RecentAuthentication.PasswordField, Person.Password);
        foreach (var person in new[] { App.Olga, App.Adam })
        {
            var other = await (await App.SignedInAsync(person)).PostAsync(NewGroup, id, password);
            Assert.StartsWith("Your changes were kept", other.Problems, StringComparison.Ordinal);
        }
        var moved = await browser.PostAsync($"/workspaces/{App.Olga.Workspace:N}/users/invite", id, password);
        Assert.StartsWith("Your changes were kept", moved.Problems, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync("Elsewhere"));
    }

    [Fact]
    public async Task A_file_has_to_be_chosen_again()
    {
        var browser = await App.SignedInAsync(App.Olga);
        App.Time.Advance(JustOver);
        var url = $"/workspaces/{App.Olga.Workspace:N}/vaults/new";
        var asked = await browser.UploadAsync(url, "File", "client.conf", [1], ("Name", Typed), ("Part", "Text"));
        Assert.Equal(
            (
                422,
                "Files cannot be kept while you confirm your password. Confirm it first, then choose the file again."
            ),
            (asked.Status, asked.Problems)
        );
        Assert.DoesNotContain(Typed, asked.Html, StringComparison.Ordinal);
        var confirmed = await asked.Fill("Password", Person.Password).PressAsync("Continue");
        Assert.Equal(url, confirmed.Path);
    }

    [Fact]
    public async Task Forms_are_bounded_in_size_and_in_number() =>
        await App.InAsync(
            App.Olga,
            services =>
            {
                var current = services.GetRequiredService<Current>();
                current.SignedInAs(current.Principal, Guid.NewGuid());
                var forms = new PendingForms(services.GetRequiredService<IDataProtectionProvider>(), App.Time);
                Assert.Null(forms.Add(current, "/", Form(new string('x', PendingForms.MaxBytes))));
                var ids = AddOneTooMany(forms, current);
                Assert.Null(forms.Find(current, "/", ids[0]));
                Assert.All(
                    ids.Skip(1).Index(),
                    one => Assert.Equal($"{one.Index + 1}", forms.Find(current, "/", one.Item)!["Field"])
                );
                return Task.FromResult(true);
            }
        );

    private List<string?> AddOneTooMany(PendingForms forms, Current current) =>
        [
            .. Enumerable
                .Range(0, PendingForms.MaxPerPerson + 1)
                .Select(i =>
                {
                    App.Time.Advance(TimeSpan.FromSeconds(1));
                    return forms.Add(current, "/", Form($"{i}"));
                }),
        ];

    private static Dictionary<string, StringValues> Form(string value) => new() { ["Field"] = value };

    private async Task<(Browser Browser, Page Asked)> AskAsync(Person person, string name = Typed)
    {
        var browser = await App.SignedInAsync(person);
        App.Time.Advance(JustOver);
        var asked = await browser.PostAsync(NewGroup, ("Name", name));
        Assert.Equal((422, "Confirm your password"), (asked.Status, asked.Heading));
        return (browser, asked);
    }

    private Task<int> CountAsync(string name = Typed) =>
        App.DbAsync(App.Olga, db => db.Groups.CountAsync(g => g.Name == name));

    private static string Id(Page asked) =>
        asked.Document.QuerySelector($"[name={RecentAuthentication.PendingField}]")!.GetAttribute("value")!;
}
