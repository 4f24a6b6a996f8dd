using System.CommandLine;
using CalmonyPay.Accounts;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Pdf;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Commands;

/// <summary><c>projects brand</c>: how a project shows itself on invoices and hosted pages.</summary>
internal static class BrandCommand
{
    private sealed record Row(string Setting, string? Value);

    private static readonly Address NoAddress = new(null, null, null, null, null, null);

    public static System.CommandLine.Command Make()
    {
        var project = new Argument<string>("project") { Description = "The project's name or id." };
        var (name, email, phone) = (Text("--display-name", "The name on invoices; without one it is the project's."), Text("--email", "For customers' questions."), Text("--phone", "For customers' questions."));
        var (line1, line2, city) = (Text("--address-line1", "Street and number."), Text("--address-line2", "Floor, building."), Text("--city", "Town."));
        var (state, code, country) = (Text("--state", "County, state or province."), Text("--postal-code", "Postcode."), Text("--country", "ISO 3166-1 alpha-2."));
        var (website, vat, company) = (Text("--website", "An http or https URL."), Text("--vat", "The VAT number, such as GB123456789."), Text("--company-number", "In the companies register."));
        var (accent, brand) = (Text("--accent", "The colour of headings and links, #00aa55 or #0a5. Where it is too light to read, a darker shade is used."), Text("--brand-color", "The colour of larger surfaces."));
        var (footer, memo) = (Text("--footer", "At the foot of invoices that have none of their own."), Text("--memo", "On invoices that have none of their own."));
        var logo = new Option<string?>("--logo") { Description = $"A PNG or JPEG, {ProjectLogo.MostBytes / 1024} KB at most.", HelpName = "FILE" };
        var json = Verb.Json();
        var command = new System.CommandLine.Command("brand",
            "Say how a project shows itself on invoices and hosted pages, and print the result. What is not given stays; an empty text takes a value away. Invoices that were finalised before keep what they say.")
        {
            project, name, line1, line2, city, state, code, country, email, phone, website, vat, company, accent, brand, footer, memo, logo, json,
        };
        command.Does(async (parsed, services, ct) =>
        {
            var branded = await services.GetRequiredService<Projects>().BrandAsync(parsed.GetRequiredValue(project), now => now with
            {
                DisplayName = Over(name, now.DisplayName),
                Address = PostalOver(now.Address ?? NoAddress),
                Email = Over(email, now.Email),
                Phone = Over(phone, now.Phone),
                Website = Over(website, now.Website),
                VatNumber = Over(vat, now.VatNumber),
                CompanyNumber = Over(company, now.CompanyNumber),
                AccentColor = Over(accent, now.AccentColor),
                BrandColor = Over(brand, now.BrandColor),
                InvoiceFooter = Over(footer, now.InvoiceFooter),
                InvoiceMemo = Over(memo, now.InvoiceMemo),
            }, LogoOf(parsed.GetValue(logo)), ct);
            var size = await services.GetRequiredService<PayDb>().Set<ProjectLogo>().Where(l => l.ProjectId == branded.Id).Select(l => (int?)l.Image.Length).SingleOrDefaultAsync(ct);
            Printed.List(RowsOf(branded.Branding ?? new(), size), parsed.GetValue(json), ("SETTING", r => r.Setting), ("VALUE", r => r.Value));

            string? Over(Option<string?> option, string? now) => parsed.GetValue(option) ?? now;
            Address PostalOver(Address now) => new(
                Over(city, now.City), Over(country, now.Country), Over(line1, now.Line1), Over(line2, now.Line2), Over(code, now.PostalCode), Over(state, now.State));
        });
        return command;
    }

    private static Option<string?> Text(string name, string description) => new(name) { Description = description };

    /// <summary>Null leaves the logo as it is, an empty one takes it away.</summary>
    private static byte[]? LogoOf(string? path)
    {
        if (string.IsNullOrEmpty(path)) return path is null ? null : [];
        if (!File.Exists(path)) throw new OperatorException($"There is no file '{path}'.");
        if (new FileInfo(path).Length > ProjectLogo.MostBytes) throw new OperatorException($"The logo has {new FileInfo(path).Length / 1024} KB; {ProjectLogo.MostBytes / 1024} are allowed.");
        var image = File.ReadAllBytes(path);
        ProjectLogo.Check(image);
        try
        {
            PdfImage.Read(image); // what an invoice will do with it
        }
        catch (InvalidDataException e)
        {
            throw new OperatorException($"The logo cannot be used. {e.Message}", e);
        }
        return image;
    }

    private static List<Row> RowsOf(Branding b, int? logoBytes)
    {
        var address = b.Address ?? NoAddress;
        return
        [
            new("display_name", b.DisplayName), new("address_line1", address.Line1), new("address_line2", address.Line2), new("city", address.City), new("state", address.State),
            new("postal_code", address.PostalCode), new("country", address.Country), new("email", b.Email), new("phone", b.Phone), new("website", b.Website), new("vat", b.VatNumber),
            new("company_number", b.CompanyNumber), new("accent", b.AccentColor), new("brand_color", b.BrandColor), new("footer", b.InvoiceFooter), new("memo", b.InvoiceMemo),
            new("logo", logoBytes is { } bytes ? $"{bytes} bytes" : null),
        ];
    }
}
