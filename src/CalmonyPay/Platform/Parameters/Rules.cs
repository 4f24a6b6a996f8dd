using System.Buffers;
using FluentValidation;

namespace CalmonyPay.Platform.Parameters;

/// <summary>Rules with Stripe's codes and wording, for the validators of <see cref="IParams{T}"/> records. Null (not sent) always passes.</summary>
public static class Rules
{
    /// <summary>What Stripe keeps of an e-mail address.</summary>
    private const int LongestEmail = 512;

    private const int LongestDescriptor = 22;
    private static readonly SearchValues<char> NotInDescriptors = SearchValues.Create("<>\\'\"*");

    public static IRuleBuilderOptions<T, string?> StripeEmail<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(email => email is null || IsEmail(email)).WithErrorCode("email_invalid")
            .WithMessage((_, email) => $"Invalid email address: {SafeText.Of(email)}");

    public static IRuleBuilderOptions<T, Change<string>> StripeEmail<T>(this IRuleBuilder<T, Change<string>> rule) =>
        rule.Must(email => email.OrNull() is not { } sent || IsEmail(sent)).WithErrorCode("email_invalid")
            .WithMessage((_, email) => $"Invalid email address: {SafeText.Of(email.OrNull())}");

    public static IRuleBuilderOptions<T, string?> StripeMaximumLength<T>(this IRuleBuilder<T, string?> rule, int maximum) =>
        rule.Must(text => text is null || text.Length <= maximum)
            .WithMessage((_, text) => TooLong(text, maximum));

    public static IRuleBuilderOptions<T, Change<string>> StripeMaximumLength<T>(this IRuleBuilder<T, Change<string>> rule, int maximum) =>
        rule.Must(text => text.OrNull() is not { } sent || sent.Length <= maximum)
            .WithMessage((_, text) => TooLong(text.OrNull(), maximum));

    /// <summary>An absolute http or https address.</summary>
    public static IRuleBuilderOptions<T, string?> ValidUrl<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(url => url is null || IsUrl(url)).WithErrorCode("url_invalid").WithMessage("Not a valid URL");

    public static IRuleBuilderOptions<T, Change<string>> ValidUrl<T>(this IRuleBuilder<T, Change<string>> rule) =>
        rule.Must(url => url.OrNull() is not { } sent || IsUrl(sent)).WithErrorCode("url_invalid").WithMessage("Not a valid URL");

    /// <summary>Two letters by ISO 3166, in any case.</summary>
    public static IRuleBuilderOptions<T, string?> Country<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(country => country is null || Countries.Knows(country)).WithErrorCode("country_code_invalid")
            .WithMessage((_, country) => UnknownCountry(country));

    public static IRuleBuilderOptions<T, Change<string>> Country<T>(this IRuleBuilder<T, Change<string>> rule) =>
        rule.Must(country => country.OrNull() is not { } sent || Countries.Knows(sent)).WithErrorCode("country_code_invalid")
            .WithMessage((_, country) => UnknownCountry(country.OrNull()));

    /// <summary>What card networks print on a statement: at most 22 ASCII characters, a letter among them, none of <c>&lt;&gt;\'"*</c>.</summary>
    public static IRuleBuilderOptions<T, string?> StatementDescriptor<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Must(text => DescriptorFault(text) is null)
            .WithMessage((_, text) => DescriptorFault(text)!);

    public static IRuleBuilderOptions<T, Change<string>> StatementDescriptor<T>(this IRuleBuilder<T, Change<string>> rule) =>
        rule.Must(text => DescriptorFault(text.OrNull()) is null)
            .WithMessage((_, text) => DescriptorFault(text.OrNull())!);

    // Whether somebody reads mail there, only mail can tell; this keeps out what cannot be an address.
    internal static bool IsEmail(string email)
    {
        var at = email.LastIndexOf('@');
        if (at < 1 || email.Length > LongestEmail) return false;
        var local = email.AsSpan(0, at);
        var domain = email.AsSpan(at + 1);
        foreach (var c in email)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>' or ',' or ';' or '(' or ')') return false;
        }
        return !local.Contains('@') && domain.Length >= 3 && domain.Contains('.')
            && domain[0] is not ('.' or '-') && domain[^1] is not ('.' or '-') && !domain.Contains("..", StringComparison.Ordinal);
    }

    internal static bool IsUrl(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && (parsed.Scheme == Uri.UriSchemeHttp || parsed.Scheme == Uri.UriSchemeHttps)
        && parsed.Host.Length > 0;

    private static string TooLong(string? text, int maximum) => $"Invalid string: {SafeText.Of(text)}; must be at most {maximum} characters";

    private static string UnknownCountry(string? country) =>
        $"Country '{SafeText.Of(country)}' is unknown. Try using a 2-character alphanumeric country code instead, such as 'US', 'EE', or 'GB'.";

    private static string? DescriptorFault(string? text)
    {
        if (text is null) return null;
        if (text.Length > LongestDescriptor) return $"The statement descriptor must be at most {LongestDescriptor} characters.";
        if (text.AsSpan().IndexOfAny(NotInDescriptors) is var at and >= 0) return $"The statement descriptor must not contain {text[at]}.";
        if (text.Any(c => c is < ' ' or > '~')) return "The statement descriptor must consist of printable ASCII characters.";
        return text.Any(char.IsAsciiLetter) ? null : "The statement descriptor must contain at least one letter.";
    }
}
