using System.Text.RegularExpressions;
using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Pages.Administration.Vaults.Editor.Targets;

namespace ClearSettings.Web.Pages.Administration.Vaults.Editor;

/// <summary>What the fields of an editor mean as the input of the verb, and where its refusals belong.</summary>
public static partial class FormContents
{
    /// <param name="stored">The contents that the form's rows and keys come from, in clear; "" when there are none.</param>
    public static Result<VaultInput> Read(EditorContext place, Vault? vault, VaultForm form, string stored)
    {
        var target = place.IsShared ? form.Target ?? vault?.Target ?? VaultTarget.Client : VaultTarget.Client;
        var input = new VaultInput
        {
            Target = target,
            Note = form.Note,
            RowVersion = form.Act == "overwrite" ? null : form.RowVersion,
        };
        if (place.IsShared)
            input = input with
            {
                Name = form.Name ?? "",
                Scope = Scope(form.Group),
                GroupId = Domain.EntityId.TryParse(form.Group, out var group) ? group : null,
            };
        return VaultTargetForms.For(target).Read(input, form, vault, VaultTargetForms.Stored(target, vault, stored))
            ?? Result<VaultInput>.Refuse("Target", "The target has changed. Fill in its contents below, then save.");
    }

    /// <summary>A refusal of the verb, in the form's own names.</summary>
    public static Problem GetField(Problem problem, VaultForm form) =>
        problem.Field switch
        {
            SaveVault.NameTaken => problem with { Field = "Name" },
            SaveVault.UnknownGroup or "Scope" => problem with { Field = "Group" },
            "Enabled" => problem with { Field = "Group" },
            "Content" when form.Part is EditorSection.Storage or EditorSection.Ssh => Key(
                problem with
                {
                    Message = Position().Replace(problem.Message, ""),
                },
                form
            ),
            _ => problem,
        };

    // No line of a text that nobody sees, but the field of the key that the sentence names.
    private static Problem Key(Problem problem, VaultForm form)
    {
        if (KeyName().Match(problem.Message) is not { Success: true } name)
            return problem;
        var place = form.Keys.FindIndex(k => k.Kind == name.Groups["kind"].Value);
        var isPublic =
            problem.Message.StartsWith("The public half", StringComparison.Ordinal)
            || (
                name.Groups["pub"].Success && !problem.Message.StartsWith("The private half", StringComparison.Ordinal)
            );
        return place < 0 ? problem : problem with { Field = $"Keys[{place}].{(isPublic ? "Public" : "Private")}" };
    }

    private static VaultScope? Scope(string? group) =>
        group switch
        {
            "workspace" => VaultScope.Organization,
            null or "" => null,
            _ => VaultScope.Group,
        };

    [GeneratedRegex(@"^Line \d+, column \d+: ")]
    private static partial Regex Position();

    [GeneratedRegex("ssh_host_(?<kind>rsa|ecdsa|ed25519)_key(?<pub>__pub)?")]
    private static partial Regex KeyName();
}
