using CalmonyPay.Platform.Expansion;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.Customers.Balances;

/// <summary>An adjustment by the merchant.</summary>
/// <param name="Amount">Minor units; negative credits the customer, positive raises what the next invoice asks for.</param>
public sealed record CustomerBalanceCreate(long Amount, Currency Currency, string? Description, MetadataChange Metadata) : IParams<CustomerBalanceCreate>
{
    private const long Most = 99_999_999_999;
    internal const int LongestDescription = 350;

    public static CustomerBalanceCreate Read(Params p) =>
        new(p.RequiredLong("amount", -Most, Most), p.RequiredCurrency(), p.Text("description", LongestDescription), p.Metadata());
}

public sealed record CustomerBalanceUpdate(Change<string> Description, MetadataChange Metadata) : IParams<CustomerBalanceUpdate>
{
    public static CustomerBalanceUpdate Read(Params p) => new(p.TextChange("description", CustomerBalanceCreate.LongestDescription), p.Metadata());
}

/// <param name="Invoice">Only moves that are about this invoice; null for all.</param>
public sealed record CustomerBalanceList(PageParams Page, string? Invoice, TimeRange? Created) : IParams<CustomerBalanceList>
{
    public static CustomerBalanceList Read(Params p) => new(PageParams.Read(p), p.Text("invoice"), p.Range("created"));
}

/// <summary>A move of a customer's balance on the API. Amounts in minor units, negative is credit to the customer.</summary>
public sealed record CustomerBalanceTransactionResponse(
    string Id, long Amount, long Created, Expandable? CreditNote, string Currency, Expandable Customer, string? Description, long EndingBalance, Expandable? Invoice, bool Livemode,
    Dictionary<string, string> Metadata, CustomerBalanceTransactionType Type)
{
    public string Object => "customer_balance_transaction";
    public Expandable? CheckoutSession => null;
    public string? CustomerAccount => null;

    public static CustomerBalanceTransactionResponse Of(CustomerBalanceTransaction t) => new(
        t.Id, t.Amount, t.CreatedAt.ToUnixTimeSeconds(), Expandable.Of("credit_note", t.CreditNoteId), t.Currency, Expandable.Of("customer", t.CustomerId)!, t.Description, t.EndingBalance,
        Expandable.Of("invoice", t.InvoiceId), t.Livemode, t.Metadata, t.Type);
}
