using System.ComponentModel.DataAnnotations;

namespace CalmonyPay.Checkout;

/// <summary>How the checkout works: <c>CalmonyPay:Checkout</c>.</summary>
public sealed record CheckoutOptions
{
    /// <summary>How many cards one session takes: enough for a shopper, few for somebody who tests stolen ones.</summary>
    [Range(1, 1000)] public int MostAttempts { get; set; } = 10;

    /// <summary>How often the worker looks for what is due.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")] public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a claimed session is left to its host before another tries.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")] public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a session waits for a payment that is under way before it is looked at again: one whose time is over, or that keeps a place of its link.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")] public TimeSpan LookAgainAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many sessions one look claims.</summary>
    [Range(1, 10_000)] public int Batch { get; set; } = 100;
}
