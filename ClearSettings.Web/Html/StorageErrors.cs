using ClearSettings.Domain;
using Microsoft.AspNetCore.Diagnostics;

namespace ClearSettings.Web.Html;

/// <summary>
/// Answers requests that fail because of a full disk or a database that cannot be used: with the reason, and a log
/// entry now and then.
/// </summary>
public sealed partial class StorageErrors(LogThrottle throttle, ILogger<StorageErrors> log)
{
    /// <summary>
    /// Pages that fail for another reason get status 500, and each of them a log entry with a stack trace.
    /// </summary>
    public static ExceptionHandlerOptions ForPages =>
        new()
        {
            ExceptionHandlingPath = "/error/500",
            StatusCodeSelector = problem =>
                StorageFailure.Explain(problem) is null
                    ? StatusCodes.Status500InternalServerError
                    : StatusCodes.Status503ServiceUnavailable,
            SuppressDiagnosticsCallback = failure => StorageFailure.Explain(failure.Exception) is not null,
        };

    /// <summary>
    /// The sentence to show when this request shows its error page because of such a failure, else null.
    /// </summary>
    public static string? Find(HttpContext context) =>
        context.Features.Get<IExceptionHandlerFeature>() is { } failure ? StorageFailure.Explain(failure.Error) : null;

    public void Log(Exception problem, string message)
    {
        if (throttle.ShouldLog(problem, nameof(StorageErrors)))
            LogMessage(message, problem.GetBaseException().Message);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Requests fail. {Sentence} ({Detail})")]
    private partial void LogMessage(string sentence, string detail);
}
