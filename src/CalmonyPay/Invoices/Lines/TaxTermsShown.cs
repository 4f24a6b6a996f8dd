using CalmonyPay.Catalog;
using CalmonyPay.Catalog.TaxRates;
using CalmonyPay.Platform.Ids;

namespace CalmonyPay.Invoices.Lines;

/// <summary>Shows a tax rate as it was when it was billed, where Stripe shows the whole rate: what has changed of it since stands at <c>/v1/tax_rates</c>.</summary>
public static class TaxTermsShown
{
    public static TaxRateResponse Of(TaxTerms t, bool livemode) => new(
        t.Id, true, t.Country, PayId.MadeAt(t.Id).ToUnixTimeSeconds(), null, t.DisplayName, t.Inclusive, t.Jurisdiction, livemode, [], Decimals.Plain(t.Percentage), null, t.TaxType);
}
