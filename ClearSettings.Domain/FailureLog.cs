using Microsoft.Extensions.Logging;

namespace ClearSettings.Domain;

/// <summary>
/// Logs what background work could not do. A failure that repeats is logged rarely (<see cref="LogThrottle"/>); one
/// that an administrator has to fix is logged as a sentence without a stack trace.
/// </summary>
internal sealed partial class FailureLog(ILogger log, TimeProvider time)
{
    private readonly LogThrottle _throttle = new(time);

    /// <param name="message">What failed, without a full stop: "Old sessions could not be removed; trying again in an
    /// hour".</param>
    public void Write(Exception problem, string message, LogLevel level = LogLevel.Warning)
    {
        if (!_throttle.ShouldLog(problem, message))
            return;
        if (StorageFailure.Explain(problem) is { } sentence)
            LogMessage(level, message, sentence);
        else
            LogException(level, problem, message);
    }

    [LoggerMessage(Message = "{Failure}. {Reason}")]
    private partial void LogMessage(LogLevel level, string failure, string reason);

    [LoggerMessage(Message = "{Failure}.")]
    private partial void LogException(LogLevel level, Exception problem, string failure);
}
