using ClearSettings.Domain;
using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Web.Pages.Administration.Vaults.Editor.Targets;

/// <summary>A text in an editor. Where it has secrets it is shown masked first, without anything to type.</summary>
internal sealed class TextForm(VaultTarget target) : IVaultTargetForm
{
    // A chip in the table; the editor shows the whole type.
    private const int MaxShownType = 24;

    public VaultTarget Target => target;

    public TargetStyle GetStyle(string type) =>
        target switch
        {
            VaultTarget.Other => new(
                type.Length == 0 ? "Other" : TextLimits.Shorten(type, MaxShownType),
                type.Length == 0 ? "Other types" : $"Other: {type}",
                "file-text",
                null,
                "For programs that request this type. Not merged into clearml.conf."
            ),
            VaultTarget.Monitoring => new(
                "Monitoring",
                "Monitoring (agents)",
                "activity",
                null,
                "Overrides all other configuration. Used by agents only."
            ),
            _ => new(
                "Client",
                "Client configuration (agent, SDK, CLI)",
                "file-braces",
                "chip-info",
                "Merged into clearml.conf."
            ),
        };

    public Result<VaultInput>? Read(VaultInput input, VaultForm form, Vault? vault, StoredContents stored)
    {
        if (form.Part == EditorSection.Text)
            return input with { Content = form.GetText(), Format = form.Format ?? ConfigFormat.Hocon };
        // Nothing of the contents was shown, so nothing of them changes, nor the way they are read.
        if (form.Part == EditorSection.Masked && vault is not null && vault.Target.Rules().IsText)
            return input;
        return null;
    }

    public VaultEditor Show(VaultEditor editor, StoredContents contents)
    {
        var (stored, format) = (contents.Text.Reveal(), contents.Format);
        var form = editor.Form;
        if (form.Part == EditorSection.Text || form.Content is not null)
            return ShowText(editor, form, format);
        var masked = VaultMask.Mask(stored, format);
        if (ReferenceEquals(masked, stored))
            return ShowText(editor, form with { Content = stored, Format = format }, format);
        return editor with
        {
            Part = EditorSection.Masked,
            Masked = masked,
            Form = form with { Content = null, Format = format },
            Findings = GetReview(editor, stored, masked, format),
        };
    }

    private static VaultEditor ShowText(VaultEditor editor, VaultForm form, ConfigFormat format)
    {
        form = form with { Content = form.GetText(), Format = form.Format ?? format };
        return editor with
        {
            Form = form,
            Findings = VaultFindings.Create(
                form.GetText(),
                form.Format.Value,
                form.Target!.Value,
                editor.Context.Audience,
                form.Said
            ),
        };
    }

    // Why the vault is flagged. A message that quotes a hidden part of the text gives way to one that does not.
    private static VaultFindings? GetReview(VaultEditor editor, string stored, string masked, ConfigFormat format)
    {
        if (editor.Vault is not { Review: not VaultReview.None } vault)
            return null;
        var findings = VaultFindings.Create(stored, format, vault.Target, editor.Context.Audience);
        return findings with
        {
            Lines = [.. findings.Lines.Where(l => l.IsError).Select(l => Quotes(l.Finding.Message) ? Hide(l) : l)],
        };

        bool Quotes(string message) =>
            message
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(word => word.Trim('.', ',', ';', ':', '"', '…', '(', ')'))
                .Any(word =>
                    word.Length > 2
                    && stored.Contains(word, StringComparison.Ordinal)
                    && !masked.Contains(word, StringComparison.Ordinal)
                );

        static FindingLine Hide(FindingLine line) =>
            new(line.Finding with { Message = "Show the secrets to see what is wrong here.", Fix = null }, Fix: null);
    }
}
