using CalmonyPay.Gateways;
using CalmonyPay.Tests.Platform;
using CalmonyPay.Tests.Simulator;

namespace CalmonyPay.Tests.PaymentMethods;

/// <summary>A host whose gateway can be made to misbehave without disturbing others.</summary>
public sealed class OwnGateway : PayApi
{
    public GatewayUnderTest Gateway { get; private set; } = null!;   // xunit initialises a fixture before any test sees it

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Gateway = await GatewayUnderTest.StartAsync();
        await TestGateway.SetAsync(this, ProjectA, new GatewaySettings(new Uri(Gateway.Http.BaseAddress!, "/direct/"), GatewayUnderTest.Merchant, GatewayUnderTest.Secret, "GB", TestCards: "stripe"));
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Gateway.DisposeAsync();
    }
}

public sealed class LostAnswerTests(OwnGateway api) : IClassFixture<OwnGateway>
{
    [Theory]
    [InlineData("drop_before")]
    [InlineData("drop_after")]
    [InlineData("garbage")]
    [InlineData("wrong_signature")]
    public async Task A_check_whose_answer_was_lost_is_made_once_more(string kind)
    {
        await api.Gateway.AdminAsync("faults", $"kind={kind}&count=1");
        Assert.Equal("US", (await api.A.PostAsync("/v1/payment_methods", Cards.Method())).Ok().Text("card.country"));
    }

    [Fact]
    public async Task A_gateway_that_stays_silent_is_a_processing_error()
    {
        await api.Gateway.AdminAsync("faults", "kind=drop_after&count=2");
        var refused = (await api.A.PostAsync("/v1/payment_methods", Cards.Method())).Fails(402, "processing_error");
        Assert.Equal("card_error", refused.Text("error.type"));
        await api.Gateway.AdminAsync("faults", "kind=drop_after&count=2");
        var setup = (await api.A.PostAsync("/v1/setup_intents", new() { ["payment_method"] = "pm_card_visa", ["confirm"] = "true" })).Fails(402, "processing_error");
        Assert.Equal("requires_payment_method", setup.Text("error.setup_intent.status"));
    }

    [Fact]
    public async Task Without_a_gateway_account_no_card_is_taken()
    {
        (await api.Live.PostAsync("/v1/payment_methods", Cards.Method())).Fails(400, "gateway_not_configured");
    }
}
