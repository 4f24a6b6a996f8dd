using System.Collections.Frozen;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using Move = CalmonyPay.Invoices.InvoiceMove;
using Status = CalmonyPay.Invoices.InvoiceStatus;

namespace CalmonyPay.Invoices;

[PgEnum("pay_invoice_status")]
public enum InvoiceStatus { Draft, Open, Paid, Void, Uncollectible }

/// <summary>What can happen to an invoice.</summary>
public enum InvoiceMove
{
    Finalize,
    Pay,

    /// <summary>The gateway took a payment's success back.</summary>
    Unpay,
    Void,

    /// <summary>Marked uncollectible.</summary>
    GiveUp,
}

/// <summary>The whole life of an invoice: the one place that decides the next status.</summary>
public static class InvoiceLifecycle
{
    private static readonly FrozenDictionary<(Status, Move), Status> Table =
        new (Status From, Move On, Status To)[]
        {
            (Status.Draft,         Move.Finalize, Status.Open),
            (Status.Open,          Move.Pay,      Status.Paid),
            (Status.Open,          Move.Void,     Status.Void),
            (Status.Open,          Move.GiveUp,   Status.Uncollectible),
            (Status.Uncollectible, Move.Pay,      Status.Paid),           // the money came after all
            (Status.Uncollectible, Move.Void,     Status.Void),
            (Status.Paid,          Move.Unpay,    Status.Open),           // the one way out of paid: no money moved after all
        }.ToFrozenDictionary(row => (row.From, row.On), row => row.To);

    /// <exception cref="StripeError">400 where the table has no row.</exception>
    public static Status Next(Status from, Move move) =>
        Table.TryGetValue((from, move), out var to) ? to : throw Unexpected(from, move);

    public static bool Allows(Status from, Move move) => Table.ContainsKey((from, move));

    /// <summary>Refuses a move in the words that Stripe has for it.</summary>
    public static void Require(Status from, Move move)
    {
        if (!Allows(from, move)) throw Unexpected(from, move);
    }

    private static StripeError Unexpected(Status from, Move move) => StripeError.Invalid((from, move) switch
    {
        (_, Move.Finalize) => "This invoice is already finalized, you can't re-finalize a non-draft invoice.",
        (Status.Paid, Move.Pay) => "Invoice is already paid",
        (Status.Void, Move.Pay) => "This invoice is voided and can no longer be paid.",
        (Status.Draft, Move.Void) => "You can only pass in open invoices. This invoice isn't open: drafts are deleted instead.",
        (_, Move.Void or Move.GiveUp) => $"You can only pass in open invoices. This invoice isn't open: it is {SnakeCase.Of(from)}.",
        _ => $"You cannot {SnakeCase.Of(move)} this invoice because it has a status of {SnakeCase.Of(from)}.",
    }, code: (from, move) is (Status.Paid, Move.Pay) ? "invoice_already_paid" : "invoice_not_editable");
}
