using System.Security.Cryptography;
using ClearSettings.Domain.Audit;
using Microsoft.EntityFrameworkCore;

namespace ClearSettings.Domain.Storage;

/// <summary>Adds, changes, removes and reveals the caller's rows.</summary>
public sealed class EditStorage(ClearSettingsDb db, StorageRows rows, StorageEncryption encryption, Change change)
{
    /// <summary>Of one person.</summary>
    public const int MaxRows = 100;

    /// <summary>Code of the refusal when there are <see cref="MaxRows"/> already.</summary>
    public const string TooMany = "too_many";

    private const string Unreadable =
        "Your stored rows cannot be decrypted. Ask the server's administrator to restore the master key.";

    private static Result NoSuchRow => Result.NotFound("This row was removed.");

    public Task<Result> AddAsync(StorageInput input) => RunAsync(list => Add(list, input.ToRow(Guid.CreateVersion7())));

    /// <param name="id">Of a row of the caller's.</param>
    public Task<Result> SaveAsync(Guid id, StorageInput input) => RunAsync(list => Save(list, id, input));

    public Task<Result> RemoveAsync(Guid id) => RunAsync(list => Remove(list, id));

    /// <summary>
    /// The row with its secrets. The caller must have required recent authentication
    /// (docs/security.md#cloud-storage).
    /// </summary>
    public async Task<Result<StorageRow>> RevealAsync(Guid id)
    {
        StorageRow? row = null;
        var done = await RunAsync(list =>
        {
            row = list.Find(r => r.Id == id);
            return row is null ? NoSuchRow : Record(AuditKind.StorageRevealed, row);
        });
        return done.Ok ? row! : Result<StorageRow>.From(done);
    }

    private Task<Result> RunAsync(Func<List<StorageRow>, Result> edit) =>
        change.RunAsync(Permission.ManageOwnStorage, () => EditAsync(edit));

    private async Task<Result> EditAsync(Func<List<StorageRow>, Result> edit)
    {
        var user = change.Current.UserId;
        var stored = await db.UserStorage.SingleOrDefaultAsync(s => s.UserId == user);
        List<StorageRow> before;
        try
        {
            before = stored is null ? [] : rows.Decrypt(stored);
        }
        catch (CryptographicException)
        {
            return Result.Refuse("", Unreadable);
        }
        List<StorageRow> after = [.. before];
        var done = edit(after);
        if (!done.Ok || after.SequenceEqual(before))
            return done;
        if (stored is null)
            db.UserStorage.Add(stored = UserStorage.Create(user));
        stored.Replace(encryption.Encrypt(StorageRows.Part, user, after), change.Time);
        return done;
    }

    private Result Add(List<StorageRow> list, StorageRow row)
    {
        if (list.Count >= MaxRows)
            return Result.Refuse(TooMany, "", $"You have {MaxRows} rows already. Remove one first.");
        if (StorageRules.Check(row) is { Count: > 0 } problems)
            return Result.Refuse(problems);
        list.Add(row);
        return Record(AuditKind.StorageAdded, row);
    }

    private Result Save(List<StorageRow> list, Guid id, StorageInput input)
    {
        var index = list.FindIndex(r => r.Id == id);
        if (index < 0)
            return NoSuchRow;
        var (typed, stored) = (input.ToRow(id), list[index]);
        // Else whoever is at the keyboard could send a stored signature to a host of their own.
        var isSamePlace = IsSamePlace(typed, stored);
        if (!isSamePlace && typed.Secret is null)
            return Result.Refuse(
                "Secret",
                "The stored secret belongs to another bucket, key or host. Enter the secret for this one."
            );
        var merged = isSamePlace ? KeepSecrets(typed, stored, input) : typed;
        if (StorageRules.Check(merged) is { Count: > 0 } problems)
            return Result.Refuse(problems);
        list[index] = merged;
        return merged == stored ? Result.Done : Record(AuditKind.StorageChanged, merged);
    }

    private static StorageRow KeepSecrets(StorageRow typed, StorageRow stored, StorageInput input) =>
        typed with
        {
            Secret = typed.Secret ?? stored.Secret,
            Token = input.RemoveToken ? null : typed.Token ?? stored.Token,
        };

    private static bool IsSamePlace(StorageRow one, StorageRow other) =>
        (one.Kind, one.Bucket, one.Key, one.Host) == (other.Kind, other.Bucket, other.Key, other.Host);

    private Result Remove(List<StorageRow> list, Guid id)
    {
        if (list.Find(r => r.Id == id) is not { } row)
            return NoSuchRow;
        list.Remove(row);
        return Record(AuditKind.StorageRemoved, row);
    }

    private Result Record(string kind, StorageRow row)
    {
        change.Audit.Record(kind, row.Bucket ?? row.Host ?? "", row.Host ?? row.Region);
        return Result.Done;
    }
}
