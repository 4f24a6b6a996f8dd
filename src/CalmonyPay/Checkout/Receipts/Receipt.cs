using CalmonyPay.Platform.Monies;

namespace CalmonyPay.Checkout.Receipts;

/// <summary>What a receipt says.</summary>
/// <param name="Seller">As its customers know it.</param>
/// <param name="SellerLines">Address and numbers, a line each.</param>
/// <param name="Amount">Taken, minor units.</param>
/// <param name="Refunded">Given back or on its way, minor units.</param>
/// <param name="Brand">Of the card, in print: <c>Visa</c>.</param>
/// <param name="What">The charge's description; null where it has none.</param>
/// <param name="InvoiceNumber">Null where no invoice was paid.</param>
/// <param name="InvoiceUrl">The invoice's page.</param>
public sealed record Receipt(
    string Seller, string? SellerEmail, IReadOnlyList<string> SellerLines, string? AccentColor, bool HasLogo, string Number, long Amount, long Refunded, Currency Currency, DateOnly PaidOn, string Brand, string Last4,
    string? What, string? InvoiceNumber, string? InvoiceUrl, IReadOnlyList<ReceiptLine> Lines, IReadOnlyList<ReceiptRefund> Refunds, bool Livemode);

/// <param name="Amount">Minor units, negative for what was taken off.</param>
public sealed record ReceiptLine(string Text, long Amount);

/// <param name="Amount">Minor units.</param>
/// <param name="Pending">The gateway has not settled it yet.</param>
public sealed record ReceiptRefund(DateOnly On, long Amount, bool Pending);
