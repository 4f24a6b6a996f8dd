using System.ComponentModel.DataAnnotations;

namespace CalmonyPay.Checkout.Portal;

/// <summary>How long a portal session opens the portal.</summary>
public sealed record PortalOptions
{
    /// <summary>From its creation to its first use.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "1.00:00:00")]
    public TimeSpan OpenWithin { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>From its latest use.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan UseFor { get; set; } = TimeSpan.FromHours(1);
}
