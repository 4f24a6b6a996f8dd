using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace CalmonyPay.Webhooks;

/// <summary>How webhooks are delivered: <c>CalmonyPay:Webhooks</c>.</summary>
public sealed record WebhookOptions : IValidatableObject
{
    /// <summary>For one try, from connecting to the last byte that is read of the answer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")] public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Pauses before each retry in live mode, parted by commas: three days in all.</summary>
    public string LiveRetries { get; set; } = "00:00:05, 00:01:00, 00:05:00, 00:30:00, 02:00:00, 05:00:00, 10:00:00, 14:00:00, 18:00:00, 22:00:00";

    /// <summary>The same in test mode: an hour and a half.</summary>
    public string TestRetries { get; set; } = "00:00:05, 00:00:30, 00:02:00, 00:15:00, 01:00:00";

    /// <summary>An endpoint of which every try has failed for so long is disabled.</summary>
    public TimeSpan DisableAfter { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How many deliveries a host has under way to one endpoint.</summary>
    [Range(1, 1000)] public int AtOnce { get; set; } = 32;

    /// <summary>How long a host that has taken a delivery is trusted to be at it; more than <see cref="Timeout"/>.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "01:00:00")] public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often a host looks by itself, should no notice reach it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")] public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Networks that may be called although they are not public, in CIDR form, parted by commas: where your own backends are.
    /// The sandbox allows its own machine.
    /// </summary>
    public string AllowNetworks { get; set; } = "";

    /// <summary>The pauses of a mode.</summary>
    public IReadOnlyList<TimeSpan> Retries(bool livemode) => Pauses(livemode ? LiveRetries : TestRetries)!;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Pauses(LiveRetries) is null) yield return new("CalmonyPay__Webhooks__LiveRetries has pauses like 00:00:05 in it, parted by commas.");
        if (Pauses(TestRetries) is null) yield return new("CalmonyPay__Webhooks__TestRetries has pauses like 00:00:05 in it, parted by commas.");
        if (Lease < Timeout * 2) yield return new("CalmonyPay__Webhooks__Lease has to be at least twice the Timeout.");
    }

    private static List<TimeSpan>? Pauses(string text)
    {
        var pauses = new List<TimeSpan>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!TimeSpan.TryParse(part, CultureInfo.InvariantCulture, out var pause) || pause < TimeSpan.Zero) return null;
            pauses.Add(pause);
        }
        return pauses;
    }
}
