namespace ClearSettings.Web.Api;

/// <summary>Which part of a list an action answers with, where the protocol knows no pages of it: without them it is the first and largest one.</summary>
/// <param name="Skip">How many entries come before.</param>
/// <param name="Take">How many entries are in it.</param>
public readonly record struct Paging(int Skip, int Take)
{
    public static readonly ApiError Refused = ApiError.Validation.With("page must be 0 or more, page_size 1 or more");

    /// <param name="page">From 0.</param>
    /// <param name="max">The largest page, and the one without a size.</param>
    public static bool TryRead(int? page, int? size, int max, out Paging paging)
    {
        var take = Math.Min(size ?? max, max);
        paging = new((int)Math.Min((page ?? 0L) * take, int.MaxValue - max), take);
        return page is null or >= 0 && size is null or >= 1;
    }
}
