using System.ComponentModel.DataAnnotations;

namespace CalmonyPay.PaymentMethods.SetupIntents;

/// <summary>The times of a setup's life.</summary>
public sealed record SetupOptions
{
    /// <summary>How long the host that asks the gateway is trusted to be at it: two calls of the client's timeout each, and 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")] public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(75);

    /// <summary>How long a setup waits for its shopper, from the confirmation or the last leg on.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")] public TimeSpan AuthenticationWithin { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How often workers look for what is due.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")] public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(10);
}
