using CalmonyPay.Platform.Contacts;

namespace CalmonyPay.Platform.Texts;

/// <summary>An address as it is written on an envelope, line by line, in the order of its country.</summary>
public static class PostalLines
{
    /// <summary>The postcode stands before the town, on one line (as the Universal Postal Union lists it for these countries).</summary>
    private static readonly string[] CodeBeforeTown =
        ["AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "IL", "IS", "IT", "LI", "LT", "LU", "MC", "MX", "NL", "NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "TR"];

    /// <summary>Town, state and postcode share a line.</summary>
    private static readonly string[] TownStateCode = ["AU", "BR", "CA", "IN", "NZ", "PR", "US"];

    /// <param name="address">Whatever is known of it.</param>
    /// <returns>Lines with something in them; the country's English name is the last.</returns>
    public static IReadOnlyList<string> Of(Address? address)
    {
        if (address is null) return [];
        var country = address.Country?.ToUpperInvariant();
        string?[] town = country switch
        {
            not null when CodeBeforeTown.Contains(country) => [Joined(" ", address.PostalCode, address.City), address.State],
            not null when TownStateCode.Contains(country) => [Joined(", ", address.City, Joined(" ", address.State, address.PostalCode))],
            _ => [Joined(", ", address.City, address.State), address.PostalCode],
        };
        return [.. new[] { address.Line1, address.Line2 }.Concat(town).Append(country is null ? null : CountryNames.Of(country)).Where(line => !string.IsNullOrWhiteSpace(line)).Select(line => line!.Trim())];
    }

    private static string Joined(string by, params string?[] parts) => string.Join(by, parts.Where(part => !string.IsNullOrWhiteSpace(part)));
}
