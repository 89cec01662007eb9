using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Storage.Cleanup;

/// <summary>Entries of the workspace, and when they were changed.</summary>
public sealed record CleanupEntries(IReadOnlyList<CleanupEntry> All, DateTime? UpdatedAt);

/// <summary>
/// The storage cleanup credentials of the current workspace. Administrators change them, and service accounts with
/// <see cref="Permission.ReadStorageCleanup"/> read them through the API.
/// </summary>
public sealed class StorageCleanup(ClearSettingsDb db, StorageEncryption encryption, Change change)
{
    /// <summary>Of a workspace.</summary>
    public const int MaxEntries = 200;

    private const string Part = "cleanup";

    private static Result NoSuchEntry => Result.NotFound("These credentials were removed.");

    /// <exception cref="System.Security.Cryptography.CryptographicException">They cannot be decrypted.</exception>
    public async Task<CleanupEntries> ReadAsync() =>
        await db.WorkspaceStorage.AsNoTracking().SingleOrDefaultAsync() is { } stored
            ? new(Decrypt(stored), stored.UpdatedAt)
            : new([], null);

    /// <returns>Null when the workspace has none with this id.</returns>
    public async Task<CleanupEntry?> FindAsync(Guid id) => (await ReadAsync()).All.FirstOrDefault(e => e.Id == id);

    public Task<Result> AddAsync(CleanupEntry entry) =>
        RunAsync(list =>
        {
            if (CheckDefault(list, entry) is { } problem)
                return Result.Refuse([problem]);
            list.Add(entry with { Id = Guid.CreateVersion7() });
            return CleanupRules.Check(entry) is { Count: > 0 } problems ? Result.Refuse(problems) : Result.Done;
        });

    /// <summary>Secrets that are null stay as they are, unless bucket, key or host changed.</summary>
    public Task<Result> SaveAsync(CleanupEntry typed) =>
        RunAsync(list =>
        {
            var index = list.FindIndex(e => e.Id == typed.Id);
            if (index < 0)
                return NoSuchEntry;
            list[index] = Merge(typed, list[index]);
            return CleanupRules.Check(list[index]) is { Count: > 0 } problems ? Result.Refuse(problems) : Result.Done;
        });

    public Task<Result> RemoveAsync(Guid id) =>
        RunAsync(list => list.RemoveAll(e => e.Id == id) == 0 ? NoSuchEntry : Result.Done);

    /// <summary>Replaces all entries of some kinds.</summary>
    /// <param name="entries">Of these kinds.</param>
    public Task<Result> ReplaceAsync(IReadOnlyCollection<StorageKind> kinds, IReadOnlyList<CleanupEntry> entries) =>
        RunAsync(list =>
        {
            list.RemoveAll(e => kinds.Contains(e.Kind));
            list.AddRange(entries.Select(e => e with { Id = Guid.CreateVersion7() }));
            var problems = entries.SelectMany(CleanupRules.Check).ToList();
            return problems.Count > 0 ? Result.Refuse(problems) : Result.Done;
        });

    private Task<Result> RunAsync(Func<List<CleanupEntry>, Result> edit) =>
        change.RunAsync(Permission.ManageStorageCleanup, () => EditAsync(edit));

    private async Task<Result> EditAsync(Func<List<CleanupEntry>, Result> edit)
    {
        var workspace = change.Current.WorkspaceId;
        var stored = await db.WorkspaceStorage.SingleOrDefaultAsync();
        IReadOnlyList<CleanupEntry> before = stored is null ? [] : Decrypt(stored);
        List<CleanupEntry> after = [.. before];
        if (edit(after) is { Ok: false } refused)
            return refused;
        if (after.Count > MaxEntries)
            return Result.Refuse("", $"A workspace has at most {MaxEntries} storage cleanup credentials.");
        if (after.SequenceEqual(before))
            return Result.Done;
        if (stored is null)
            db.WorkspaceStorage.Add(stored = WorkspaceStorage.Create(workspace));
        stored.Replace(encryption.Encrypt(Part, workspace, after), change.Time);
        change.Audit.Record(AuditKind.StorageCleanupChanged, "Storage cleanup", Describe(before, after));
        return Result.Done;
    }

    private List<CleanupEntry> Decrypt(WorkspaceStorage stored) =>
        encryption.Decrypt<List<CleanupEntry>>(Part, stored.WorkspaceId, stored.Content);

    private static string Describe(IReadOnlyList<CleanupEntry> before, List<CleanupEntry> after)
    {
        var changed = after.Except(before).Concat(before.Except(after)).DistinctBy(e => e.Id);
        return AuditEvent.TruncateDetail(
            string.Join(", ", changed.Select(e => $"{e.Kind} {e.Bucket ?? e.Key ?? "default"}").Distinct())
        );
    }

    private static Problem? CheckDefault(List<CleanupEntry> list, CleanupEntry entry) =>
        entry.IsDefault && list.Exists(e => e.Kind == entry.Kind && e.IsDefault)
            ? new("Bucket", "There is a default already. Edit it, or enter a bucket.")
            : null;

    private static CleanupEntry Merge(CleanupEntry typed, CleanupEntry stored)
    {
        var isSamePlace =
            (typed.Bucket, typed.Key, typed.Host, typed.Subdir)
            == (stored.Bucket, stored.Key, stored.Host, stored.Subdir);
        return typed with
        {
            Kind = stored.Kind,
            IsDefault = stored.IsDefault,
            Secret = typed.Secret ?? (isSamePlace ? stored.Secret : null),
            Token = typed.Token ?? (isSamePlace && typed.Secret is null ? stored.Token : null),
            Multipart = stored.Multipart,
            Acl = stored.Acl,
        };
    }
}
