using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.PaymentIntents.Disputes;

/// <summary>Stripe's fields of evidence. Those that name a file hold its id as text.</summary>
public static class DisputeEvidence
{
    /// <summary>In characters, over all fields.</summary>
    private const int MostCharacters = 150_000;

    private const int MostInOne = 20_000;

    public static IReadOnlyList<string> Fields { get; } =
    [
        "access_activity_log", "billing_address", "cancellation_policy", "cancellation_policy_disclosure", "cancellation_rebuttal", "customer_communication",
        "customer_email_address", "customer_name", "customer_purchase_ip", "customer_signature", "duplicate_charge_documentation", "duplicate_charge_explanation",
        "duplicate_charge_id", "product_description", "receipt", "refund_policy", "refund_policy_disclosure", "refund_refusal_explanation", "service_date",
        "service_documentation", "shipping_address", "shipping_carrier", "shipping_date", "shipping_documentation", "shipping_tracking_number", "uncategorized_file",
        "uncategorized_text",
    ];

    /// <summary>What an update says; an empty value clears its field.</summary>
    internal static Dictionary<string, string>? Read(Params p)
    {
        if (p.Child("evidence") is not { } evidence) return null;
        evidence.Ignore("appeal", "enhanced_evidence");
        var said = new Dictionary<string, string>();
        foreach (var field in Fields)
        {
            var change = evidence.TextChange(field, MostInOne);
            if (!change.IsAbsent) said[field] = change.OrNull() ?? "";
        }
        return said;
    }

    /// <exception cref="StripeError">Too much text.</exception>
    public static Dictionary<string, string> Over(this IReadOnlyDictionary<string, string> said, Dictionary<string, string> current)
    {
        var merged = new Dictionary<string, string>(current);
        foreach (var (field, text) in said)
        {
            if (text.Length == 0) merged.Remove(field);
            else merged[field] = text;
        }
        return merged.Values.Sum(text => text.Length) <= MostCharacters
            ? merged
            : throw StripeError.Invalid($"The evidence of a dispute can have up to {MostCharacters} characters in all.", "evidence");
    }

    /// <summary>Every field, as the API shows it.</summary>
    public static Dictionary<string, object?> Shown(Dictionary<string, string> evidence)
    {
        var shown = Fields.ToDictionary(field => field, object? (field) => evidence.GetValueOrDefault(field));
        shown["enhanced_evidence"] = new Dictionary<string, object>();
        return shown;
    }
}
