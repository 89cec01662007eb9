using ClearSettings.Domain.Hocon;

namespace ClearSettings.Tests.Hocon;

public sealed class ClientReadabilityTests
{
    [Theory]
    [InlineData("{\"sdk\":{\"aws\":{\"s3\":{\"region\":${?R}}},\"aws\":${?A}}}")]
    [InlineData("{\"k\":{\"m\":${?E}},\"k\":${?A}}")]
    [InlineData("{\"k\":{\"m\":\"x\"${E}},\"k\":${?A}${?B}}")]
    [InlineData("{\"k\":{\"m\":1,\"m\":${?E}},\"k\":${?A},\"k\":${?B}}")]
    [InlineData("{\"l\":[1,{\"k\":{\"m\":${?E}},\"k\":${?A}}]}")]
    [InlineData("{\"x\":[{\"k\":{\"m\":${?E}},\"k\":${?A}}],\"x\":${?X}}")]
    public void An_object_with_a_reference_under_an_optional_reference_hangs_clients(string served) =>
        Assert.True(ClientReadability.HangsClients(served));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"k\":{\"m\":1},\"k\":${?A}}")]
    [InlineData("{\"k\":{\"m\":[${E}]},\"k\":${?A}}")]
    [InlineData("{\"k\":{\"m\":${?E}},\"o\":${?A}}")]
    [InlineData("{\"k\":{},\"k\":${?A}}")]
    [InlineData("{\"k\":80,\"k\":${?A}}")]
    [InlineData("{\"k\":[{\"m\":${?E}}],\"k\":${?A}}")]
    [InlineData("{\"k\":{\"m\":${?E},\"n\":\"${?A}\"}}")]
    public void Other_texts_do_not(string served) => Assert.False(ClientReadability.HangsClients(served));
}
