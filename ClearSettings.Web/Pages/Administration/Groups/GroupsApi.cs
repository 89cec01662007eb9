using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using ClearSettings.Domain;
using ClearSettings.Domain.Groups;
using ClearSettings.Domain.Members;
using ClearSettings.Domain.Principals;
using ClearSettings.Web.Api;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Web.Pages.Administration.Groups;

/// <summary>permissions.* for groups; see docs/api.md#groups.</summary>
public static class GroupsApi
{
    /// <summary>People in one answer.</summary>
    private const int MaxPeople = 5_000;

    public sealed record ListInput
    {
        /// <summary>Ids; none is all.</summary>
        public string[]? Groups { get; init; }

        [JsonConverter(typeof(NearestNumber))]
        public int? Page { get; init; }

        [JsonConverter(typeof(NearestNumber))]
        public int? PageSize { get; init; }
    }

    public sealed record PageInput
    {
        [JsonConverter(typeof(NearestNumber))]
        public int? Page { get; init; }

        [JsonConverter(typeof(NearestNumber))]
        public int? PageSize { get; init; }
    }

    public sealed record SaveInput
    {
        public string? Id { get; init; }

        public string? Name { get; init; }

        public string? Description { get; init; }

        [MaxLength(GroupMembers.MaxMembers)]
        public string[]? Users { get; init; }
    }

    private sealed record Person(Guid Id, string Name, string? Email);

    public static void Map(ApiMap api)
    {
        api.Map<ListInput>("permissions.get_user_groups", Permission.ManageGroups, ActionAccess.Read, ListAsync);
        api.Map<SaveInput>(
            "permissions.add_or_update_user_group",
            Permission.ManageGroups,
            ActionAccess.Write,
            SaveAsync
        );
        api.Map<ListInput>("permissions.delete_user_groups", Permission.ManageGroups, ActionAccess.Write, DeleteAsync);
        api.Map<PageInput>("permissions.get_company_users", Permission.ManageGroups, ActionAccess.Read, UsersAsync);
    }

    private static async Task<ApiResponse> ListAsync(ApiCall call, ListInput input)
    {
        if (IdList.Check(input.Groups?.Length ?? 0) is { } tooMany)
            return Error(tooMany);
        if (!Paging.TryRead(input.Page, input.PageSize, IdList.MaxCount, out var page))
            return Paging.Refused;
        var found = await call.Get<GroupDetails>()
            .ReadAsync(input.Groups is { Length: > 0 } texts ? Ids(texts) : null, page.Skip, page.Take);
        if (!found.Ok)
            return Error(found);
        return ApiResponse.Ok(
            new
            {
                groups = found.Value.Select(g => new
                {
                    g.Group.Id,
                    g.Group.Name,
                    description = g.Group.Description ?? "",
                    system = g.Group.BuiltIn is not null,
                    assignable = g.IsAssignable,
                    users = g.Members.Select(Write),
                }),
            }
        );
    }

    private static async Task<ApiResponse> SaveAsync(ApiCall call, SaveInput input)
    {
        if (string.IsNullOrEmpty(input.Id) && input.Name is null)
            return ApiError.MissingFields.With("name");
        var described = new GroupInput
        {
            Name = input.Name,
            Description = input.Description,
            Users = input.Users is null ? null : Ids(input.Users),
        };
        Domain.EntityId.TryParse(input.Id, out var id);
        var saved = string.IsNullOrEmpty(input.Id)
            ? await call.Get<CreateGroup>().RunAsync(described)
            : await call.Get<ChangeGroup>().RunAsync(id, described);
        return saved.Ok
            ? ApiResponse.Ok(
                new
                {
                    saved.Value.Id,
                    saved.Value.Name,
                    system = saved.Value.BuiltIn is not null,
                    assignable = saved.Value.BuiltIn != BuiltInGroup.Users,
                }
            )
            : Error(saved);
    }

    private static async Task<ApiResponse> DeleteAsync(ApiCall call, ListInput input)
    {
        if (input.Groups is not { Length: > 0 } texts)
            return ApiError.MissingFields.With("groups");
        if (IdList.Check(texts.Length) is { } tooMany)
            return Error(tooMany);
        var ids = Ids(texts);
        var done = await call.Get<DeleteGroups>().RunAsync(ids);
        return done.Ok ? ApiResponse.Ok(new { deleted = ids.Count }) : Error(done);
    }

    private static async Task<ApiResponse> UsersAsync(ApiCall call, PageInput input)
    {
        if (!Paging.TryRead(input.Page, input.PageSize, MaxPeople, out var page))
            return Paging.Refused;
        var all = call.Get<WorkspaceAccounts>().All;
        var users = await all.OrderBy(c => c.Name.ToLower())
            .ThenBy(c => c.Id)
            .Skip(page.Skip)
            .Take(page.Take)
            .ToListAsync();
        return ApiResponse.Ok(new { users = users.Select(Write), total = await all.CountAsync() });
    }

    private static ApiError Error(Result refused)
    {
        var message = refused.Problems[0].Message;
        if (refused.Refusal == Refusal.NotFound)
            return ApiError.InvalidId.With(message);
        return (refused.IsRefusedAs(GroupNames.NameTaken) ? ApiError.NotUnique : ApiError.Validation).With(message);
    }

    private static Person Write(WorkspaceAccount c) => new(c.Id, c.Name, c.Email);

    // What is no id is no one's.
    private static List<Guid> Ids(string[] texts) =>
        [.. texts.Select(t => Domain.EntityId.TryParse(t, out var id) ? id : Guid.Empty).Distinct()];
}
