using CalmonyPay.Tests.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace CalmonyPay.Tests.House;

/// <summary>
/// A card number in an address, where nobody should put it, is not copied to our log. (ASP.NET Core's own entries repeat the
/// address; the host leaves them out below a warning, so here they are left out, too.)
/// </summary>
public sealed class AddressLeakTests(AddressLeakTests.AsLogged api) : IClassFixture<AddressLeakTests.AsLogged>
{
    [Theory]
    [InlineData("GET", "/v1/customers/4242424242424242")]
    [InlineData("POST", "/v1/payment_methods/4242-4242-4242-4242/attach")]
    [InlineData("GET", "/v1/charges?customer=4242424242424242")]
    [InlineData("GET", "/v1/charges?4242424242424242=1")]
    [InlineData("DELETE", "/4242 4242 4242 4242")]
    public async Task A_number_in_an_address_is_not_logged(string method, string address)
    {
        await api.A.SendAsync(new(method), address, null, null);
        Assert.Empty(api.Leaks.Findings);
    }

    public sealed class AsLogged : PayApi
    {
        protected override void Adjust(WebApplicationBuilder builder) => builder.Logging.AddFilter<LeakWatch>("Microsoft", LogLevel.Warning);
    }
}
