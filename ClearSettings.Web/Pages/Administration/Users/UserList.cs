using System.Linq.Expressions;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ClearSettings.Domain;
using ClearSettings.Web.Api;
using ClearSettings.Web.Html;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Users;

/// <summary>Lists the members of the caller's workspace as the protocol shows them.</summary>
public static class UserList
{
    private const int MaxPage = 500;
    private static readonly string[] Fields =
    [
        "id",
        "name",
        "given_name",
        "family_name",
        "avatar",
        "created",
        "company",
        "company.id",
        "company.name",
    ];

    public static IQueryable<UserRow> Members(ClearSettingsDb db) =>
        db.Members.Join(
            db.Users,
            m => m.UserId,
            u => u.Id,
            (m, u) =>
                new UserRow
                {
                    Id = u.Id,
                    Name = u.Name,
                    GivenName = u.GivenName,
                    FamilyName = u.FamilyName,
                    CreatedAt = u.CreatedAt,
                    Email = u.Email!,
                    Role = m.Role,
                    SignedInAt = u.LastSignInAt,
                    SignedInBy = u.LastSignInBy,
                    ApiUsedAt = m.LastApiUseAt,
                    SeenAt = m.LastSeenAt,
                }
        );

    /// <summary>A member or a service account; lists name people alone.</summary>
    public static async Task<UserRow?> FindAsync(ClearSettingsDb db, Guid id) =>
        await Members(db).SingleOrDefaultAsync(u => u.Id == id)
        ?? await db
            .ServiceAccounts.Where(s => s.UserId == id)
            .Join(
                db.Users,
                s => s.UserId,
                u => u.Id,
                (s, u) =>
                    new UserRow
                    {
                        Id = u.Id,
                        Name = u.Name,
                        CreatedAt = u.CreatedAt,
                        Email = "",
                        Role = MemberRole.Member,
                    }
            )
            .SingleOrDefaultAsync();

    /// <param name="company">An id, or an object where references are expanded.</param>
    public static JsonObject Write(UserRow user, JsonNode company, UserExtras? extras = null)
    {
        JsonObject item = new() { ["id"] = user.Id.ToHex(), ["name"] = user.Name };
        if (user.GivenName is not null)
            item["given_name"] = user.GivenName;
        if (user.FamilyName is not null)
            item["family_name"] = user.FamilyName;
        item["created"] = user.CreatedAt.ToString("O");
        item["company"] = company;
        extras?.Write(item, user);
        return item;
    }

    public static async Task<ApiResponse> ReadAsync(ApiCall call, UserListInput input, bool expand)
    {
        if (input.ActiveInProjects is not null)
            return ApiResponse.Ok(new { users = Array.Empty<object>() });
        if (input.Page < 0 || input.PageSize < 1 || input.Start < 0 || input.Size < 1)
            return Paging.Refused;
        var fields = input.OnlyFields ?? input.Projection ?? [];
        var extras = await UserExtras.ForAsync(call, input);
        if (fields.FirstOrDefault(f => !Fields.Concat(extras.Fields).Contains(f.TrimStart('-'))) is { } unknown)
            return ApiError.Validation.With($"unknown field {Short(unknown)}");
        var (rows, error) = await FindAsync(call.Get<ClearSettingsDb>(), input, call.Http.RequestAborted);
        if (error is not null)
            return error;
        var me = call.Current.Principal;
        JsonNode Company() =>
            !expand ? me.WorkspaceId.ToHex()
            : fields.Contains("company.name")
                ? new JsonObject { ["id"] = me.WorkspaceId.ToHex(), ["name"] = me.WorkspaceName }
            : new JsonObject { ["id"] = me.WorkspaceId.ToHex() };
        return ApiResponse.Ok(
            new { users = rows!.Select(row => Project(Write(row, Company(), extras), fields)).ToList() }
        );
    }

    private static async Task<(List<UserRow>? Rows, ApiError? Error)> FindAsync(
        ClearSettingsDb db,
        UserListInput input,
        CancellationToken aborted
    )
    {
        var query = Members(db);
        if (IdList.Check(input.Id?.Length ?? 0) is { } tooMany)
            return (null, ApiError.Validation.With(tooMany.Problems[0].Message));
        if (input.Id is { Length: > 0 } texts)
        {
            List<Guid> ids = [.. texts.Select(t => EntityId.TryParse(t, out var id) ? id : Guid.Empty)];
            query = query.Where(u => ids.Contains(u.Id));
        }
        if (Order(query, input.OrderBy ?? []) is not { } ordered)
            return (null, ApiError.Validation.With("order_by names an unknown field"));
        var size = Math.Min(input.PageSize ?? input.Size ?? MaxPage, MaxPage);
        var skip = input.Start ?? (long)(input.Page ?? 0) * size;
        if (skip > int.MaxValue)
            return ([], null);
        if (string.IsNullOrEmpty(input.Name))
            return (await ordered.Skip((int)skip).Take(size).ToListAsync(), null);
        return await MatchAsync(ordered, input.Name, (int)skip, size, aborted);
    }

    private static async Task<(List<UserRow>? Rows, ApiError? Error)> MatchAsync(
        IQueryable<UserRow> ordered,
        string pattern,
        int skip,
        int size,
        CancellationToken aborted
    )
    {
        try
        {
            // Takes time in proportion to the text, whatever the pattern.
            var regex = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
            List<UserRow> found = [];
            await foreach (var row in ordered.AsAsyncEnumerable().WithCancellation(aborted))
            {
                if (regex.IsMatch(row.Name) && skip-- <= 0)
                    found.Add(row);
                if (found.Count == size)
                    break;
            }
            return (found, null);
        }
        catch (Exception problem) when (problem is ArgumentException or NotSupportedException)
        {
            return (null, ApiError.BadRegex);
        }
    }

    private static IQueryable<UserRow>? Order(IQueryable<UserRow> query, string[] orderBy)
    {
        IOrderedQueryable<UserRow>? ordered = null;
        foreach (var item in orderBy)
        {
            var down = item.StartsWith('-');
            ordered = item.TrimStart('-') switch
            {
                "id" => Then(query, ordered, u => u.Id, down),
                "name" => Then(query, ordered, u => u.Name, down),
                "given_name" => Then(query, ordered, u => u.GivenName, down),
                "family_name" => Then(query, ordered, u => u.FamilyName, down),
                "created" => Then(query, ordered, u => u.CreatedAt, down),
                _ => null,
            };
            if (ordered is null)
                return null;
        }
        return Then(query, ordered, u => u.Id, down: false);
    }

    private static IOrderedQueryable<UserRow> Then<TKey>(
        IQueryable<UserRow> query,
        IOrderedQueryable<UserRow>? ordered,
        Expression<Func<UserRow, TKey>> key,
        bool down
    ) => ordered is null ? query.OrderBy(key, down) : ordered.ThenBy(key, down);

    private static JsonObject Project(JsonObject item, string[] fields)
    {
        var kept = fields.Where(f => !f.StartsWith('-')).Select(f => f.Split('.')[0]).Append("id").ToHashSet();
        var dropped = fields.Where(f => f.StartsWith('-')).Select(f => f[1..]).ToHashSet();
        foreach (var name in item.Select(m => m.Key).ToList())
        {
            if (dropped.Contains(name) || (kept.Count > 1 && !kept.Contains(name)))
                item.Remove(name);
        }
        return item;
    }

    private static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
