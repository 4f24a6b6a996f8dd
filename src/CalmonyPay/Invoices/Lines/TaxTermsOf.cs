using CalmonyPay.Catalog.TaxRates;

namespace CalmonyPay.Invoices.Lines;

/// <summary>A tax rate of the catalogue as an invoice keeps it.</summary>
public static class TaxTermsOf
{
    public static TaxTerms Rate(TaxRate rate) => new(rate.Id, rate.Percentage, rate.Inclusive, rate.DisplayName, rate.Jurisdiction, rate.Country, rate.TaxType);
}
