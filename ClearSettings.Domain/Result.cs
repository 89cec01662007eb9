namespace ClearSettings.Domain;

/// <summary>One reason why something was refused.</summary>
/// <param name="Code">What programs and tests tell this reason by: a constant of the use case, or one of the constants
/// here.</param>
/// <param name="Field">Name of the input record's property it belongs to, or "" when it belongs to the whole.</param>
/// <param name="Message">What is wrong and what to do, for a person to read.</param>
public readonly record struct Problem(string Code, string Field, string Message)
{
    /// <summary>A value breaks a rule that programs need not tell from others.</summary>
    public const string Invalid = "invalid";

    /// <summary>What the change is about does not exist for this caller.</summary>
    public const string NotFound = "not_found";

    /// <summary>Someone or something else was first.</summary>
    public const string Conflict = "conflict";

    public Problem(string field, string message)
        : this(Invalid, field, message) { }

    /// <summary>Where the field holds keys and values, the key that is at fault, as a HOCON path.</summary>
    public string? Key { get; init; }

    /// <summary>
    /// The message without the line and column it begins with, for a form in which no one sees the text.
    /// </summary>
    public string? WithoutPosition { get; init; }
}

/// <summary>Why a use case refused; page and API turn it into their own status.</summary>
public enum Refusal
{
    /// <summary>The input breaks a rule (page 422, API 400).</summary>
    Invalid,

    /// <summary>The thing does not exist for this caller (404).</summary>
    NotFound,

    /// <summary>Someone else changed it first (409).</summary>
    Conflict,
}

/// <summary>Outcome of a use case: done, or refused with reasons. Exceptions are left to bugs.</summary>
public class Result
{
    public static readonly Result Done = new();

    protected Result() { }

    /// <summary>Empty when the use case was carried out.</summary>
    public IReadOnlyList<Problem> Problems { get; protected init; } = [];

    /// <summary>Meaningful only when <see cref="Ok"/> is false.</summary>
    public Refusal Refusal { get; protected init; }

    public bool Ok => Problems.Count == 0;

    /// <summary>Whether it was refused for the reason with this <see cref="Problem.Code"/>.</summary>
    public bool IsRefusedAs(string code) => Problems.Any(p => p.Code == code);

    public static Result Refuse(string field, string message) => Refuse([new(field, message)]);

    public static Result Refuse(string code, string field, string message) => Refuse([new(code, field, message)]);

    public static Result Refuse(IReadOnlyList<Problem> problems) => new() { Problems = problems };

    public static Result NotFound(string message, string code = Problem.NotFound) =>
        new() { Problems = [new(code, "", message)], Refusal = Refusal.NotFound };

    public static Result Conflict(string message, string code = Problem.Conflict) =>
        new() { Problems = [new(code, "", message)], Refusal = Refusal.Conflict };
}

/// <summary>As <see cref="Result"/>, with what the use case made.</summary>
public sealed class Result<T> : Result
{
    private readonly T? _value;

    private Result(T value) => this._value = value;

    private Result(Result refusal)
    {
        Problems = refusal.Problems;
        Refusal = refusal.Refusal;
    }

    /// <exception cref="InvalidOperationException">The use case refused.</exception>
    public T Value => Ok ? _value! : throw new InvalidOperationException("A refused result has no value.");

    public static implicit operator Result<T>(T value) => new(value);

    /// <summary>For a T that is an interface, which C# does not convert by itself.</summary>
    public static Result<T> Success(T value) => new(value);

    public static Result<T> From(Result refusal) => new(refusal);

    public static new Result<T> Refuse(string field, string message) => new(Result.Refuse(field, message));

    public static new Result<T> Refuse(string code, string field, string message) =>
        new(Result.Refuse(code, field, message));

    public static new Result<T> Refuse(IReadOnlyList<Problem> problems) => new(Result.Refuse(problems));

    public static new Result<T> NotFound(string message, string code = Problem.NotFound) =>
        new(Result.NotFound(message, code));

    public static new Result<T> Conflict(string message, string code = Problem.Conflict) =>
        new(Result.Conflict(message, code));
}
