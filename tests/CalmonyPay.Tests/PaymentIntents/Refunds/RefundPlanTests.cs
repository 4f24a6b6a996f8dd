using CalmonyPay.Gateways;
using CalmonyPay.PaymentIntents.Refunds;
using static CalmonyPay.Gateways.GatewayState;
using static CalmonyPay.PaymentIntents.Refunds.RefundStep;

namespace CalmonyPay.Tests.PaymentIntents.Refunds;

public sealed class RefundPlanTests
{
    /// <summary>Of 1000 captured, 200 were lowered before; a refund of 300, or of all that is left.</summary>
    [Theory]
    [InlineData(Captured, 800L, null, 800, false, RefundStep.Void)]
    [InlineData(Captured, 800L, null, 300, false, Lower)]
    [InlineData(Captured, 500L, null, 300, true, WasLowered)]
    [InlineData(Captured, 900L, null, 300, true, Person)]
    [InlineData(Canceled, 0L, null, 800, true, WasVoided)]
    [InlineData(Canceled, 0L, null, 300, true, Person)]
    [InlineData(Tendered, 800L, null, 300, true, Wait)]
    [InlineData(Deferred, 800L, null, 800, false, Wait)]
    [InlineData(Tendered, 500L, null, 300, true, WasLowered)]
    [InlineData(Settled, 500L, null, 300, true, WasLowered)]
    [InlineData(Settled, 800L, null, 300, false, Return)]
    [InlineData(Settled, 800L, null, 300, true, Return)]
    [InlineData(Settled, 800L, 300L, 300, true, WasReturned)]
    [InlineData(Settled, 800L, 300L, 300, false, Return)]
    [InlineData(Rejected, 800L, null, 300, false, SaleRejected)]
    [InlineData(Authorized, 800L, null, 300, false, Person)]
    [InlineData(Other, null, null, 300, false, Person)]
    public void The_gateways_state_decides_how_money_goes_back(GatewayState state, long? received, long? refunded, long amount, bool inDoubt, RefundStep expected)
    {
        var sale = new GatewayTransaction("x", "ch_1", state, 1000, received, refunded, "gbp", null, null, null, CardChecks.None, null, null, "{}");
        Assert.Equal(expected, RefundPlan.Next(new RefundTally(Held: 800, Returned: 0, amount), sale, inDoubt));
    }
}
