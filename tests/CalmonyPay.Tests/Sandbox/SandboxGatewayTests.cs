using CalmonyPay.Sandbox;
using CalmonyPay.Simulator;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Sandbox;

public sealed class SandboxGatewayTests
{
    [Fact]
    public async Task The_sandbox_s_account_can_authenticate_shoppers()
    {
        Dictionary<string, MerchantAccount>? accounts = null;
        await using var simulator = SimulatorHost.Build([.. SandboxGateway.SimulatorArguments], options => accounts = options.Accounts);
        Assert.Equal((TestGateway.Secret, true), (accounts![TestGateway.MerchantId].Secret, accounts[TestGateway.MerchantId].ThreeDSecure));
        Assert.Equal(TestGateway.SecureSecret, accounts[TestGateway.SecureMerchantId].Secret);
    }
}
