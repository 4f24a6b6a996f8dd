using System.Text.Json.Nodes;
using CalmonyPay.Platform.Json;

namespace CalmonyPay.Platform.Errors;

/// <summary>Stripe's JSON of an error: the one place that makes it.</summary>
public static class StripeErrorBody
{
    public static byte[] Of(StripeError error, string? requestId)
    {
        var inside = new JsonObject { ["type"] = error.Type, ["message"] = error.Message };
        Add("code", error.Code);
        Add("param", error.Param);
        Add("decline_code", error.DeclineCode);
        Add("advice_code", error.AdviceCode);
        Add("charge", error.Charge);
        if (error.Code is not null) inside["doc_url"] = $"https://stripe.com/docs/error-codes/{error.Code.Replace('_', '-')}";
        if (requestId is not null) inside["request_log_url"] = $"/logs/{requestId}";
        foreach (var (name, value) in error.Inside ?? new Dictionary<string, object?>())
            inside[name] = value is null ? null : PayJson.Node(value);
        return PayJson.Bytes(new JsonObject { ["error"] = inside });

        void Add(string name, string? value)
        {
            if (value is not null) inside[name] = value;
        }
    }
}
