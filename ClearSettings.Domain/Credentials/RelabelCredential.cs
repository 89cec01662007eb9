using ClearSettings.Domain.Audit;

namespace ClearSettings.Domain.Credentials;

/// <summary>Changes or clears the label of a credential: one of the caller's, or of a service account.</summary>
public sealed class RelabelCredential(Change change, CredentialOwner owner)
{
    public Task<Result> RunAsync(string accessKey, string? typed, Guid? serviceAccount = null) =>
        change.RunAsync(
            CredentialOwner.GetPermission(serviceAccount),
            async () =>
            {
                if (NameRules.CheckOptional(typed, out var label, "The label") is { } problem)
                    return Result.Refuse("Label", problem);
                var claimed = await owner.FindAsync(serviceAccount);
                if (!claimed.Ok)
                    return claimed;
                if (await owner.FindCredentialAsync(accessKey, claimed.Value) is not { } credential)
                    return Result.NotFound("These credentials were revoked.");
                if (credential.Label == label)
                    return Result.Done;
                change.Audit.Record(
                    AuditKind.CredentialRelabeled,
                    label ?? "no label",
                    $"was {credential.Label ?? "no label"}, "
                        + $"{credential.AccessKey}{await owner.DescribeAsync(claimed.Value)}"
                );
                credential.Relabel(label);
                return Result.Done;
            }
        );
}
