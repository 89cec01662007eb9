using ClearSettings.Domain.Hocon;

namespace ClearSettings.Tests.Hocon;

/// <summary>The model of the clients' parser against the real one.</summary>
public sealed class ClientParserTests
{
    [Fact]
    public void The_model_reads_the_whole_table_as_the_clients_do()
    {
        var lines = ClientReadings.OrSkip();
        List<string> differences = [];
        foreach (var line in lines)
        {
            foreach (var real in line.Reads)
            {
                var model = ClientReadings.Reading.OfModel(line.Text, real.Environment);
                if (!model.IsSameAs(real))
                    differences.Add(
                        $"{line.Text} with {string.Join(' ', real.Environment.Keys)}: {real.Shown}, not {model.Shown}"
                    );
            }
        }
        Assert.True(
            differences.Count == 0,
            $"{differences.Count} differences\n{string.Join('\n', differences.Take(40))}"
        );
    }

    [Fact]
    public void What_hangs_clients_is_recognized_in_the_whole_table()
    {
        foreach (var line in ClientReadings.OrSkip())
        {
            var hangs = line.Reads.Any(r => r.Hangs);
            if (hangs || line.IsOfServedForm)
                Assert.True(hangs == ClientReadability.HangsClients(line.Text), line.Text);
        }
    }
}
