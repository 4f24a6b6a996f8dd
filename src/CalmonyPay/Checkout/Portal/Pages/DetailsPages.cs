using CalmonyPay.Checkout.Portal.Pages.Words;
using CalmonyPay.Customers;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Texts;

namespace CalmonyPay.Checkout.Portal.Pages;

/// <summary>A customer's name, e-mail, phone and addresses.</summary>
internal static class DetailsPages
{
    private const int LongestName = 256, LongestPhone = 20, LongestLine = 200;

    public static void MapDetailsPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/details", (string token, HttpContext http) => PortalPages.ServeAsync(token, http, PortalPlace.Details, (visit, _) =>
            Task.FromResult(visit.Features.CustomerUpdate is { Enabled: true, AllowedUpdates.Count: > 0 } ? visit.Page<DetailsPage>(http.Request) : http.Stuck(visit))));
        pages.MapPost("/details", (string token, HttpContext http) => PortalPages.ServeAsync(token, http, PortalPlace.Details, (visit, services) => SaveAsync(visit, services, http)));
    }

    private static async Task<IResult> SaveAsync(PortalVisit visit, IServiceProvider services, HttpContext http)
    {
        var feature = visit.Features.CustomerUpdate;
        if (!feature.Enabled) return http.Stuck(visit);
        var form = await http.Request.FormAsync();
        var errors = new Dictionary<string, string>();
        var words = visit.Words.Shared;
        if (feature.Allows("email") && form.Text("email") is not null and var email && !Rules.IsEmail(email)) errors["email"] = words.EmailInvalid;
        foreach (var (part, longest) in (IEnumerable<(string, int)>)[("name", LongestName), ("phone", LongestPhone), .. Parts("address"), .. Parts("shipping")])
            if (form.Text(part)?.Length > longest) errors[part] = words.FieldInvalid.With(LabelOf(part, visit.Words));
        foreach (var address in (string[])["address", "shipping"])
            if (feature.Allows(address) && form.Text($"{address}[country]") is { } country && !Countries.Knows(country)) errors[$"{address}[country]"] = words.CountryMissing;
        if (feature.Allows("shipping") && form.Text("shipping[name]") is null && AddressOf(form, "shipping") is not null) errors["shipping[name]"] = words.FullNameMissing;
        if (errors.Count > 0) return visit.Page<DetailsPage>(http.Request, new() { [nameof(DetailsPage.Form)] = form, [nameof(DetailsPage.Errors)] = errors }, StatusCodes.Status400BadRequest);
        var update = new CustomerUpdate(
            Said(feature.Allows("email"), "email"), Said(feature.Allows("name"), "name"), default, default, default, Said(feature.Allows("phone"), "phone"),
            Sent("address") ? Changed(AddressOf(form, "address")) : default, Sent("shipping") ? Changed(ShippingOf(form, visit.Customer.Shipping)) : default, null, default, default, null,
            InvoiceSettingsChange.Read(null), null, null, default, MetadataChange.Absent);
        await services.GetRequiredService<CustomerService>().UpdateAsync(visit.Customer.Id, update, CancellationToken.None);
        await services.GetRequiredService<PayDb>().SaveAndCommitAsync(CancellationToken.None);
        return await http.DoneAsync(visit, "details");

        // What the form did not bring stays as it is.
        bool Sent(string address) => feature.Allows(address) && form.ContainsKey($"{address}[line1]");

        Change<string> Said(bool allowed, string field) => !allowed || !form.ContainsKey(field) ? default : form.Text(field) is { } text ? Change<string>.To(text) : Change<string>.Clear;
    }

    private static Change<T> Changed<T>(T? value) where T : class => value is null ? Change<T>.Clear : Change<T>.To(value);

    /// <summary>Null where nothing of it was filled in but the country.</summary>
    private static Address? AddressOf(IFormCollection form, string where)
    {
        var address = new Address(form.Text($"{where}[city]"), form.Text($"{where}[country]")?.ToUpperInvariant(), form.Text($"{where}[line1]"), form.Text($"{where}[line2]"), form.Text($"{where}[postal_code]"), form.Text($"{where}[state]"));
        return address is { City: null, Line1: null, Line2: null, PostalCode: null, State: null } ? null : address;
    }

    private static Platform.Contacts.Shipping? ShippingOf(IFormCollection form, Platform.Contacts.Shipping? before) =>
        AddressOf(form, "shipping") is { } address ? new(address, before?.Carrier, form.Text("shipping[name]")!, form.Text("shipping[phone]"), before?.TrackingNumber) : null; // the name was asked for

    /// <summary>As the page calls a field.</summary>
    private static string LabelOf(string field, PortalWords words) => field[(field.IndexOf('[', StringComparison.Ordinal) + 1)..].TrimEnd(']') switch
    {
        "phone" => words.Shared.Phone,
        "line1" => words.Shared.Line1,
        "line2" => words.Shared.Line2,
        "city" => words.Shared.City,
        "state" => words.Shared.State,
        "postal_code" => words.Shared.PostalCode,
        _ => words.Name,
    };

    private static IEnumerable<(string, int)> Parts(string where) =>
        ((string[])["line1", "line2", "city", "state", "postal_code", "name", "phone"]).Select(part => ($"{where}[{part}]", part is "postal_code" or "phone" ? LongestPhone : LongestLine));
}
