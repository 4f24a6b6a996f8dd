using CalmonyPay.Invoices;
using CalmonyPay.Invoices.Documents;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Monies;

namespace CalmonyPay.Tests.Invoices;

/// <summary>Documents to set on paper and on a page; each is about one thing.</summary>
internal static class Papers
{
    public static readonly DateOnly Issued = new(2026, 11, 21), Due = new(2026, 12, 5);

    public static InvoiceSeller Seller { get; } = new(
        "Afon Studio", new Address("Caernarfon", "GB", "12 Stryd y Castell", null, "LL55 1SE", "Gwynedd"), "accounts@afon.example", "+44 1286 555 0100",
        "https://afon.example", "GB123456789", "09876543", "#0a7d5a");

    public static InvoiceCustomer Customer { get; } = new(
        "Łukasz Żółkiewski GmbH & Co. KG", "rechnung@zolkiewski.example", "+49 30 5550 123",
        new Address("Berlin", "DE", "Große Straße 5", "Hinterhaus, 2. OG", "10115", null), ["DE811907980"]);

    public static InvoiceDocument Open { get; } = new()
    {
        Seller = Seller,
        Customer = Customer,
        Number = "INV-2026-0042",
        Status = InvoiceStatus.Open,
        IssuedOn = Issued,
        DueOn = Due,
        Period = new(new(2026, 11, 1), new(2026, 11, 30)),
        Currency = Currency.Of("gbp"),
        Lines =
        [
            new("Studio plan", 120_00, 3, 40_00, new(new(2026, 11, 1), new(2026, 11, 30)), [20m]),
            new("Storage, per gigabyte", 37_50, 1500, 2.5m, new(new(2026, 10, 1), new(2026, 10, 31)), [20m]),
            new("Printed handbook", 24_00, 1, 24_00, null, [0m]),
        ],
        Subtotal = 181_50,
        TotalExcludingTax = 181_50,
        Taxes = [new("VAT", 20m, false, 157_50, 31_50, "GB"), new("VAT", 0m, false, 24_00, 0, "GB")],
        Total = 213_00,
        AmountDue = 213_00,
        Memo = "Thank you for working with us. Please give the invoice number with your payment.",
        CustomFields = [new("Purchase order", "PO-77120"), new("Cost centre", "4711")],
        Footer = "Afon Studio is a trading name of Afon Studio Cyf, registered in England and Wales.\nPlease pay within 14 days.",
    };

    public static InvoiceDocument Paid { get; } = Open with
    {
        Status = InvoiceStatus.Paid,
        PaidOn = Issued,
        AmountPaid = 213_00,
        AmountDue = 0,
        DueOn = null,
        Payment = new("Visa", "4242", Issued),
    };

    public static InvoiceDocument Void { get; } = Open with { Status = InvoiceStatus.Void };

    public static InvoiceDocument Uncollectible { get; } = Open with { Status = InvoiceStatus.Uncollectible };

    public static InvoiceDocument Draft { get; } = Open with { Status = InvoiceStatus.Draft, Number = null, IssuedOn = null, DueOn = null };

    /// <summary>Inclusive tax of several rates, discounts, credit and an earlier credit note.</summary>
    public static InvoiceDocument Everything { get; } = Open with
    {
        Seller = Seller with { AccentColor = "#ffd400" }, // a yellow that nobody can read on white
        Lines =
        [
            new("Team plan", 1_200_00, 12, 100_00, new(new(2026, 12, 1), new(2027, 11, 30)), [20m], TaxInclusive: true),
            new("Books", 84_00, 7, 12_00, null, [5m], TaxInclusive: true),
            new("Unused time on Studio plan", -40_00, null, null, new(new(2026, 11, 21), new(2026, 11, 30)), [20m], TaxInclusive: true),
            new("API calls", 1_23, 49_200, 0.0025m, new(new(2026, 10, 1), new(2026, 10, 31)), [8.875m, 1.5m]),
        ],
        Subtotal = 1_245_23,
        Discounts = [new("Early bird (10% off)", 124_52), new("Loyal customer", 20_00)],
        TotalExcludingTax = 924_11,
        Taxes =
        [
            new("VAT", 20m, true, 866_67, 173_33, "GB"), new("VAT", 5m, true, 57_44, 2_87, "GB"), new("Sales tax", 8.875m, false, 1_11, 10, "New York"),
            new("Metropolitan transport surcharge of the commuter district", 1.5m, false, 1_11, 2, "New York"),
        ],
        Total = 1_100_83,
        AppliedBalance = 100_83,
        CreditNotesBeforePayment = 50_00,
        AmountPaid = 450_00,
        AmountDue = 500_00,
    };

    public static InvoiceDocument Yen { get; } = Open with
    {
        Currency = Currency.Of("jpy"),
        Lines = [new("年間ライセンス (annual licence)", 1_234_567, 1, 1_234_567), new("Support", 50_000, 10, 5_000)],
        Taxes = [],
        TotalExcludingTax = null,
        Subtotal = 1_284_567,
        Total = 1_284_567,
        AmountDue = 1_284_567,
        ReverseCharge = true,
    };

    public static InvoiceDocument ManyLines(int count) => Open with
    {
        Lines =
        [
            .. Enumerable.Range(1, count).Select(i => new DocumentLine(
                $"Item {i}" + (i % 7 == 0 ? ": a longer description that has to be wrapped, because it says in several words what was delivered, when, and to which of the departments" : ""),
                i * 1_00, i, 1_00, i % 3 == 0 ? new(new(2026, 11, 1), new(2026, 11, 30)) : null, [20m])),
        ],
    };

    public static InvoiceDocument LongNames { get; } = Open with
    {
        Seller = Seller with
        {
            Name = "The Honourable Company of Very Long Names, Bookbinders, Letterpress Printers and Purveyors of Handmade Paper to the Gentry of Anglesey",
            Email = "the.department.of.accounts.receivable.and.correspondence@honourable-company-of-very-long-names.example",
        },
        Customer = Customer with { Name = new string('W', 160), Address = new Address("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch", "GB", new string('x', 120), null, "LL61 5UJ", null) },
        Number = "PREFIX-OF-THE-LONGEST-SORT-2026-000000000042",
        Lines =
        [
            new(string.Concat(Enumerable.Repeat("Consultancy on typesetting ", 60)), 999_999_999_99, 1234567.891m, 0.000000000123m, null, [20m, 5m, 8.875m]),
            new(new string('M', 300), 10_00, 1, 10_00),
        ],
        Discounts = [new("A discount with a name that goes on and on until it is longer than the column of labels in the totals", 1_00)],
        CustomFields = [new("A custom field whose label is long", new string('9', 40)), new("B", "b"), new("C", "c"), new("D", "d")],
    };

    /// <summary>A single line that no page holds.</summary>
    public static InvoiceDocument EndlessLine { get; } = Open with { Lines = [new("First", 1_00), new(string.Join('\n', Enumerable.Range(1, 150).Select(i => $"Detail {i}")), 2_00), new("Last", 3_00)] };

    public static InvoiceDocument CreditNote { get; } = Open with
    {
        Number = "CN-2026-0007",
        Status = InvoiceStatus.Paid,
        CreditNote = new("INV-2026-0042", "Duplicate", Refunded: 150_00, CreditedToBalance: 63_00),
        DueOn = null,
        AmountDue = 0,
        Memo = null,
    };
}
