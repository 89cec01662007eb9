using ClearSettings.Domain;
using ClearSettings.Domain.Vaults;
using ClearSettings.Web.Pages.Administration.Vaults.Editor.Targets;

namespace ClearSettings.Web.Pages.Administration.Vaults.Editor;

/// <summary>What the fields of an editor mean as the input of the verb, and where its refusals belong.</summary>
public static class FormContents
{
    /// <param name="stored">The contents that the form's rows and keys come from, in clear; "" when there are
    /// none.</param>
    public static Result<VaultInput> Read(EditorContext place, Vault? vault, VaultForm form, string stored)
    {
        var target = place.IsShared ? form.Target ?? vault?.Target ?? VaultTarget.Client : VaultTarget.Client;
        var input = new VaultInput
        {
            Target = target,
            Note = form.Note,
            RowVersion = form.Command == "overwrite" ? null : form.RowVersion,
        };
        if (place.IsShared)
            input = input with
            {
                Name = form.Name ?? "",
                Scope = form.Scope,
                GroupIds = RecipientForms.Read(form.Scope, form.Groups),
            };
        return VaultTargetForms.For(target).Read(input, form, vault, VaultTargetForms.Stored(target, vault, stored))
            ?? Result<VaultInput>.Refuse("Target", "The target has changed. Enter its contents below, then save.");
    }

    /// <summary>A refusal of the verb, in the form's own names.</summary>
    public static Problem GetField(Problem problem, VaultForm form) =>
        problem.Field switch
        {
            nameof(VaultInput.GroupIds) or nameof(VaultInput.Scope) or nameof(VaultInput.Enabled) => problem with
            {
                Field = RecipientFields.GroupsField,
            },
            nameof(VaultInput.Content) when form.Part is EditorSection.Storage or EditorSection.Ssh => KeyField(
                problem with
                {
                    Message = problem.WithoutPosition ?? problem.Message,
                },
                form
            ),
            _ => problem,
        };

    private static Problem KeyField(Problem problem, VaultForm form)
    {
        if (SshKeys.FindHalf(problem.Key) is not { } half)
            return problem;
        var place = form.Keys.FindIndex(k => k.Kind == half.Kind);
        return place < 0 ? problem : problem with { Field = $"Keys[{place}].{(half.IsPublic ? "Public" : "Private")}" };
    }
}
