namespace ClearSettings.Domain.Outbound;

/// <summary>Section "Outbound" of the configuration: what the server may ask beyond public hosts.</summary>
public sealed class OutboundSettings
{
    /// <summary>
    /// Host names ("*.company.com" for all below), IP addresses and networks that may be asked although they are
    /// private, by http too and at any port.
    /// </summary>
    public string[] AllowedHosts { get; set; } = [];
}
