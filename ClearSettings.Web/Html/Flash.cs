using Microsoft.AspNetCore.Mvc.ViewFeatures;

namespace ClearSettings.Web.Html;

/// <summary>What a message tells.</summary>
public enum FlashSeverity
{
    /// <summary>What was asked for is done.</summary>
    Success,

    /// <summary>Nothing was done, since nothing had to be.</summary>
    Info,

    /// <summary>What was asked for was refused.</summary>
    Error,
}

/// <summary>A message for the next page, which _Flash.cshtml shows once.</summary>
public sealed record Flash(string Message, FlashSeverity Severity)
{
    private const string MessageKey = "Flash";
    private const string SeverityKey = "FlashSeverity";

    public string Style =>
        Severity switch
        {
            FlashSeverity.Success => "message-good",
            FlashSeverity.Info => "message-note",
            _ => "message-bad",
        };

    public string Icon =>
        Severity switch
        {
            FlashSeverity.Success => "circle-check",
            FlashSeverity.Info => "info",
            _ => "circle-alert",
        };

    public string Role => Severity == FlashSeverity.Error ? "alert" : "status";

    public static bool IsIn(ITempDataDictionary data) => data.Peek(MessageKey) is not null;

    public static Flash? Read(ITempDataDictionary data)
    {
        if (data[MessageKey] is not string message)
            return null;
        return new(
            message,
            Enum.TryParse<FlashSeverity>(data[SeverityKey] as string, out var severity) ? severity : FlashSeverity.Error
        );
    }

    public void Save(ITempDataDictionary data) =>
        (data[MessageKey], data[SeverityKey]) = (Message, Severity.ToString());
}
