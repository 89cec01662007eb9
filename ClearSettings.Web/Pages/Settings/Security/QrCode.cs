using ClearSettings.Domain;
using QRCoder;

namespace ClearSettings.Web.Pages.Settings.Security;

/// <summary>A QR code as an image in the page, which the browser asks no server for.</summary>
public static class QrCode
{
    private const int PixelsPerModule = 4;

    /// <summary>Black on white, with the border that scanners need, whatever the theme.</summary>
    /// <returns>A data: URL of an SVG image.</returns>
    public static string GetDataUrl(Secret content)
    {
        using var data = QRCodeGenerator.GenerateQrCode(content.Reveal(), QRCodeGenerator.ECCLevel.M);
        using var code = new SvgQRCode(data);
        var svg = code.GetGraphic(PixelsPerModule);
        return "data:image/svg+xml;base64," + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(svg));
    }
}
