using CalmonyPay.Tests.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace CalmonyPay.Tests.Checkout.Page;

/// <summary>A host whose shoppers, who all come from one address, may try as often as they like.</summary>
public sealed class PageApi : PayApi
{
    protected override void Adjust(WebApplicationBuilder builder) =>
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["CalmonyPay:Checkout:PayRate:Burst"] = "1000" });
}
