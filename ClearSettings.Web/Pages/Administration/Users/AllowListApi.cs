using System.Text.Json.Serialization;
using ClearSettings.Domain;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Principals;
using ClearSettings.Web.Api;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Users;

/// <summary>The protocol's allow list, whose entries are pending invitations; see docs/api.md#invitations.</summary>
public static class AllowListApi
{
    public sealed record EmailsInput
    {
        public string[]? Emails { get; init; }

        public string? Role { get; init; }

        public bool? IsAdmin { get; init; }
    }

    /// <summary>Invitations in one answer.</summary>
    private const int MaxEntries = 1_000;

    public sealed record SettingsInput
    {
        [JsonConverter(typeof(NearestNumber))]
        public int? Page { get; init; }

        [JsonConverter(typeof(NearestNumber))]
        public int? PageSize { get; init; }
    }

    public sealed record DomainsInput
    {
        public string[]? Domains { get; init; }
    }

    public static void Map(ApiMap api)
    {
        api.Map<EmailsInput>("login.add_whitelist_entries", Permission.ManageUsers, ActionAccess.Write, AddAsync);
        api.Map<EmailsInput>("login.remove_whitelist_entries", Permission.ManageUsers, ActionAccess.Write, RemoveAsync);
        api.Map<SettingsInput>("login.get_settings", Permission.ManageUsers, ActionAccess.Read, SettingsAsync);
        api.Map<DomainsInput>("login.set_domains", Permission.ManageUsers, ActionAccess.Write, SetDomains);
    }

    private static async Task<ApiResponse> AddAsync(ApiCall call, EmailsInput input)
    {
        if (input.Emails is not { Length: > 0 } emails)
            return ApiError.MissingFields.With("emails");
        var role = input.Role is null
            ? input.IsAdmin == true
                ? MemberRole.Admin
                : MemberRole.Member
            : ProtocolRole.Read(input.Role);
        if (role is null)
            return ApiError.InvalidValue.With("role can be admin or user");
        // One text with separators in it is no entry of a list.
        if (emails.FirstOrDefault(e => EmailAddress.Check(e, out _) is not null) is { } wrong)
            return ApiError.BadEmail.With(Short(wrong));
        var done = await call.Get<InviteMembers>()
            .RunAsync(new() { Addresses = string.Join('\n', emails), Role = role }, all: true);
        if (done.Ok)
            return ApiResponse.Ok(new { added = done.Value.Invitations.Select(i => i.Invitation.Email) });
        return ApiError.Validation.With(done.Problems[0].Message);
    }

    private static async Task<ApiResponse> RemoveAsync(ApiCall call, EmailsInput input)
    {
        if (input.Emails is not { Length: > 0 } emails)
            return ApiError.MissingFields.With("emails");
        if (IdList.Check(emails.Length) is { } tooMany)
            return ApiError.Validation.With(tooMany.Problems[0].Message);
        var done = await call.Get<RevokeInvitations>()
            .RunAsync([.. emails.Select(EmailAddress.Normalize).OfType<string>()]);
        return done.Ok
            ? ApiResponse.Ok(new { removed = done.Value })
            : ApiError.Validation.With(done.Problems[0].Message);
    }

    private static async Task<ApiResponse> SettingsAsync(ApiCall call, SettingsInput input)
    {
        if (!Paging.TryRead(input.Page, input.PageSize, MaxEntries, out var page))
            return Paging.Refused;
        var now = call.Get<TimeProvider>().GetUtcNow().UtcDateTime;
        var pending = call.Get<ClearSettingsDb>()
            .Invitations.Where(i => i.State == InvitationState.Pending && i.ExpiresAt > now);
        var entries = await pending
            .OrderBy(i => i.Email)
            .Skip(page.Skip)
            .Take(page.Take)
            .Select(i => new Entry(i.Email, i.Role, i.InvitedAt, i.ExpiresAt))
            .ToListAsync();
        return ApiResponse.Ok(
            new
            {
                domains = Array.Empty<string>(),
                whitelist_entries = entries.Select(Write),
                whitelist_total = await pending.CountAsync(),
            }
        );
    }

    private sealed record Entry(string Email, MemberRole Role, DateTime InvitedAt, DateTime ExpiresAt);

    private static object Write(Entry entry) =>
        new
        {
            email = entry.Email,
            role = ProtocolRole.From(entry.Role),
            is_admin = entry.Role != MemberRole.Member,
            created = entry.InvitedAt,
            expires = entry.ExpiresAt,
        };

    // To let in whoever has an address of a domain would take a proof of the domain, which nothing here can give.
    private static Task<ApiResponse> SetDomains(ApiCall call, DomainsInput input) =>
        Task.FromResult(
            input.Domains switch
            {
                null => ApiError.MissingFields.With("domains"),
                { Length: 0 } => ApiResponse.Ok(new { updated = 0 }),
                _ => ApiError.Validation.With(
                    "users join by invitation, not by the domain of their address; use login.add_whitelist_entries"
                ),
            }
        );

    private static string Short(string text) => text.Length > 60 ? text[..60] + "…" : text;
}
