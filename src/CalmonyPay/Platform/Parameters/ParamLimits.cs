using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Platform.Parameters;

/// <summary>How much a request may say. Generous for every real client; what is beyond is refused before it costs anything.</summary>
public static class ParamLimits
{
    /// <summary>Bytes of a request's body.</summary>
    public const int BodyBytes = 1024 * 1024;

    /// <summary>Values in one request, query and body together.</summary>
    public const int Parameters = 1000;

    /// <summary>Names in a path: <c>a[b][c]</c> has three.</summary>
    public const int Depth = 8;

    /// <summary>UTF-8 bytes of a whole name with its brackets, before unescaping.</summary>
    public const int NameBytes = 1024;

    /// <summary>The highest number in brackets.</summary>
    public const int Index = 9999;

    /// <summary>Characters of a text that sets no limit of its own; Stripe's.</summary>
    public const int Text = 5000;

    internal static StripeError TooMany() =>
        StripeError.Invalid($"Invalid request: it has more than {Parameters} parameters.");

    internal static StripeError TooDeep(string param) =>
        StripeError.Invalid($"Invalid parameter: {param} is nested more than {Depth} levels deep.", param);

    internal static StripeError TooLarge() =>
        new(413, "invalid_request_error", null, $"Invalid request: the body is larger than {BodyBytes} bytes.");
}
