using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Invoices.Items;

/// <param name="Customer">May be left out where an invoice is named.</param>
/// <param name="Currency">ISO 4217, lower case; null: that of the price, the invoice or the customer.</param>
/// <param name="Invoice">A draft that takes it at once; null: it waits for the customer's next invoice.</param>
/// <param name="Subscription">Only invoices of this subscription take it.</param>
public sealed record InvoiceItemCreate(string? Customer, string? Currency, string? Invoice, string? Subscription, ItemFields Fields) : IParams<InvoiceItemCreate>
{
    public static InvoiceItemCreate Read(Params p)
    {
        p.Refuse("customer_account", "Customer accounts are not served; send customer.");
        return new(p.Text("customer"), p.Currency()?.Code, p.Text("invoice"), p.Text("subscription"), ItemFields.Read(p, productData: false));
    }
}

public sealed record InvoiceItemUpdate(ItemFields Fields) : IParams<InvoiceItemUpdate>
{
    public static InvoiceItemUpdate Read(Params p)
    {
        p.Ignore("invoicing_rules");
        return new(ItemFields.Read(p, productData: false));
    }
}

/// <param name="Pending">True: only those that no invoice has taken; false: only those that one has.</param>
public sealed record InvoiceItemList(PageParams Page, string? Customer, string? Invoice, bool? Pending, TimeRange? Created) : IParams<InvoiceItemList>
{
    public static InvoiceItemList Read(Params p)
    {
        p.Refuse("customer_account", "Customer accounts are not served; send customer.");
        return new(PageParams.Read(p), p.Text("customer"), p.Text("invoice"), p.Bool("pending"), p.Range("created"));
    }
}
