using ClearSettings.Domain.Users.TwoFactor;

namespace ClearSettings.Web.Pages.SignIn;

/// <summary>
/// What a person can confirm who they are with besides the password; the part of both questions that lists it.
/// </summary>
/// <param name="Kinds">Of <see cref="OwnTwoFactor.ListProofsAsync"/>.</param>
/// <param name="CodeField">Name of the field for a code.</param>
/// <param name="CodeProblem">Why the code was refused.</param>
public sealed record OtherProofs(IReadOnlyList<SecondFactorKind> Kinds, string CodeField, string? CodeProblem);
