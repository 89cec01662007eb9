namespace ClearSettings.Domain.Vaults;

/// <summary>
/// How much work masking may take, counted in characters looked at and places found, so that it does not depend on a
/// clock. One budget covers everything that is done with a text; a page that shows several texts gives all of them the
/// same one.
/// </summary>
public sealed class MaskBudget(long limit)
{
    // Reading each character a few times is normal; a text that needs more than this is hidden as a whole.
    private const int WorkPerCharacter = 48;
    private const int Base = 4_096;

    /// <summary>Enough for every text of this length.</summary>
    public static MaskBudget ForLength(int length) => new((long)length * WorkPerCharacter + Base);

    public long Spent { get; private set; }

    /// <exception cref="MaskBudgetException">The budget is used up.</exception>
    internal void Spend(long work)
    {
        Spent += work;
        if (Spent > limit)
            throw new MaskBudgetException();
    }
}

/// <summary>Masking was given up because its <see cref="MaskBudget"/> is used up.</summary>
internal sealed class MaskBudgetException() : Exception("The text takes too much work to mask.");
