using System.Globalization;
using System.Text;
using System.Text.Json;
using CalmonyPay.Platform.Errors;
using FluentValidation.Results;

namespace CalmonyPay.Platform.Parameters;

/// <summary>Turns what FluentValidation says of a record into what Stripe says of a parameter.</summary>
public static class RuleFailures
{
    private const string BuiltIn = "Validator";

    /// <summary>
    /// The error for a failed rule. The parameter is the property's path in snake_case and brackets (<c>Items[0].PriceData.UnitAmount</c> is
    /// <c>items[0][price_data][unit_amount]</c>); the code is the rule's, unless it is FluentValidation's own.
    /// </summary>
    public static StripeError FromFailure(ValidationFailure failure)
    {
        var param = ParamOf(failure.PropertyName);
        return failure.ErrorCode switch
        {
            "NotEmptyValidator" or "NotNullValidator" => StripeError.Missing(param),
            "MaximumLengthValidator" or "LengthValidator" when Placeholder(failure, "MaxLength") is { } maximum =>
                StripeError.Invalid($"Invalid string: {Shown(param, failure.AttemptedValue)}; must be at most {maximum} characters", param),
            "GreaterThanOrEqualValidator" => OutOfRange("greater than or equal to"),
            "LessThanOrEqualValidator" => OutOfRange("less than or equal to"),
            "GreaterThanValidator" => OutOfRange("greater than"),
            "LessThanValidator" => OutOfRange("less than"),
            null or "" => StripeError.Invalid(failure.ErrorMessage, param),
            var code => StripeError.Invalid(failure.ErrorMessage, param, code.EndsWith(BuiltIn, StringComparison.Ordinal) ? null : code),
        };

        StripeError OutOfRange(string side) => Placeholder(failure, "ComparisonValue") is { } limit
            ? StripeError.Invalid($"This value must be {side} {limit}.", param, "parameter_invalid_integer")
            : StripeError.Invalid(failure.ErrorMessage, param);
    }

    /// <summary>A parameter's name from a property's path.</summary>
    public static string ParamOf(string propertyPath)
    {
        var param = new StringBuilder();
        foreach (var part in propertyPath.Split('.'))
        {
            var bracket = part.IndexOf('[', StringComparison.Ordinal);
            var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(bracket < 0 ? part : part[..bracket]);
            param.Append(param.Length == 0 ? name : $"[{name}]").Append(bracket < 0 ? "" : part[bracket..]);
        }
        return param.ToString();
    }

    private static string? Placeholder(ValidationFailure failure, string name) =>
        failure.FormattedMessagePlaceholderValues is { } values && values.TryGetValue(name, out var value)
            ? Convert.ToString(value, CultureInfo.InvariantCulture)
            : null;

    private static string Shown(string param, object? value)
    {
        var last = param.AsSpan(param.LastIndexOf('[') + 1).TrimEnd(']').ToString();
        return SafeText.IsSecret(last) ? SafeText.Masked : SafeText.Of(value as string);
    }
}
