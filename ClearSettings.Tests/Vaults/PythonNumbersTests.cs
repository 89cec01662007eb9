using ClearSettings.Domain.Hocon;
using ClearSettings.Domain.Vaults;

namespace ClearSettings.Tests.Vaults;

public sealed class PythonNumbersTests
{
    [Theory]
    [InlineData("1e3", "1000.0")]
    [InlineData("1.10", "1.1")]
    [InlineData("0.10", "0.1")]
    [InlineData("1e16", "1e+16")]
    [InlineData("1e15", "1000000000000000.0")]
    [InlineData("123456789012345678.0", "1.2345678901234568e+17")]
    [InlineData("0.00010", "0.0001")]
    [InlineData("0.00001", "1e-05")]
    [InlineData("1.5e-7", "1.5e-07")]
    [InlineData("1e300", "1e+300")]
    [InlineData("9999999999999999.0", "1e+16")]
    [InlineData("-1.50", "-1.5")]
    [InlineData("-0.00", "-0.0")]
    [InlineData("-0", "0")]
    [InlineData("100.00", "100.0")]
    public void A_number_whose_text_python_changes_is_named_with_what_python_shows(string written, string seen)
    {
        var finding = Assert.Single(VaultCheck.Check($"files.x.contents = {written}", ConfigFormat.Hocon).Findings);
        Assert.Equal($"Clients read {written} as {seen}.", finding.Message);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1.5")]
    [InlineData("-1.0")]
    [InlineData("0.0001")]
    [InlineData("1e-05")]
    [InlineData("1e+16")]
    [InlineData("3.141592653589793")]
    [InlineData("123456789012345678901234567890")]
    public void A_number_that_python_shows_as_written_is_fine(string written) =>
        Assert.Empty(VaultCheck.Check($"files.x.contents = {written}", ConfigFormat.Hocon).Findings);
}
