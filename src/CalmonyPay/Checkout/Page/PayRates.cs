using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CalmonyPay.Checkout.Page;

/// <summary>How often one address may try to pay at one host.</summary>
public sealed record PayRateOptions
{
    /// <summary>Forms a minute, in the long run.</summary>
    [Range(1, 100_000)] public int PerMinute { get; set; } = 20;

    /// <summary>Forms at once, after a pause.</summary>
    [Range(1, 100_000)] public int Burst { get; set; } = 20;
}

/// <summary>Against card testing. What one session may try is limited besides, by the session itself.</summary>
public sealed class PayRates(IOptions<PayRateOptions> options) : AddressRates(options.Value.PerMinute, options.Value.Burst);
