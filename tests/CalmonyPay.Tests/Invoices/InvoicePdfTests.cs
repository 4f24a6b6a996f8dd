using CalmonyPay.Invoices;
using CalmonyPay.Invoices.Documents;
using CalmonyPay.Platform.Monies;

namespace CalmonyPay.Tests.Invoices;

public sealed class InvoicePdfTests
{
    /// <summary>A4 and its margins, points; a letter may reach a little over its own box.</summary>
    private const double Width = 595.3, Height = 841.9, Margin = 56, Slack = 1;

    [Fact]
    public void An_invoice_says_who_what_how_much_and_by_when()
    {
        var pdf = InvoicePdf.Render(Papers.Open);
        var text = Paper.Text(pdf);
        Assert.Equal(1, Paper.Pages(pdf));
        Assert.All(
            [
                "INV-2026-0042", "21 November 2026", "5 December 2026", "1 – 30 November 2026", "Afon Studio", "12 Stryd y Castell", "VAT GB123456789", "Łukasz Żółkiewski GmbH & Co. KG",
                "Große Straße 5", "10115 Berlin", "Germany", "DE811907980", "Studio plan", "1,500", "£0.025", "£37.50", "Subtotal", "£181.50", "VAT 20% · GB", "£31.50", "Amount due",
                "£213.00 GBP", "£157.50", "PO-77120", "registered in England and Wales", "Page 1 of 1",
            ],
            said => Assert.Contains(said, text, StringComparison.Ordinal));
        Assert.DoesNotContain("Paid", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_file_says_what_it_is()
    {
        var info = Paper.Info(InvoicePdf.Render(Papers.Open));
        Assert.Matches("Title: +Invoice INV-2026-0042 · Afon Studio\n", info);
        Assert.Matches("Author: +Afon Studio\n", info);
        Assert.Contains("(A4)", info, StringComparison.Ordinal);
        Assert.Equal("Invoice-INV-2026-0042.pdf", InvoicePdf.FileName(Papers.Open));
        Assert.Equal("Invoice-etc.pdf", InvoicePdf.FileName(Papers.Open with { Number = "../../etc" }));
    }

    [Fact]
    public void A_paid_one_says_with_which_card_and_asks_for_nothing()
    {
        var text = Paper.Text(InvoicePdf.Render(Papers.Paid));
        Assert.Contains("✓ Paid", text, StringComparison.Ordinal);
        Assert.Contains("£213.00 GBP paid 21 November 2026", text, StringComparison.Ordinal);
        Assert.Contains("Paid with Visa •••• 4242 on 21 November 2026.", text, StringComparison.Ordinal);
        Assert.Matches("Amount due +£0.00 GBP", text);
    }

    [Theory]
    [InlineData(InvoiceStatus.Void, "This invoice is void. Nothing is to be paid.")]
    [InlineData(InvoiceStatus.Uncollectible, "written off as uncollectible")]
    [InlineData(InvoiceStatus.Draft, "This is a draft.")]
    public void One_that_is_not_to_be_paid_says_so(InvoiceStatus status, string notice)
    {
        var text = Paper.Text(InvoicePdf.Render(Papers.Open with { Status = status }));
        Assert.Contains(notice, text, StringComparison.Ordinal);
        Assert.DoesNotContain("due 5 December", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Rates_discounts_credit_and_inclusive_tax_stand_in_their_places()
    {
        var text = Paper.Text(InvoicePdf.Render(Papers.Everything));
        Assert.Matches(@"Early bird \(10% off\) +−£124.52", text);
        Assert.Matches(@"VAT 20% · GB \(included\) +£173.33", text);
        Assert.Matches(@"VAT 20% · GB \(included\) +£866.67 +£173.33", text); // the summary by rate
        Assert.Matches(@"Sales tax 8.875% · New York +£1.11 +£0.10", text);
        Assert.Matches(@"Applied balance +−£100.83", text);
        Assert.Matches(@"Credit notes +−£50.00", text);
        Assert.Matches(@"Amount paid +−£450.00", text);
        Assert.Matches(@"Amount due +£500.00 GBP", text);
        Assert.Matches(@"API calls +49,200 +£0.000025 +8.875% \+ 1.5% +£1.23", text);
    }

    [Theory]
    [InlineData("jpy", 1_284_567, "¥1,284,567 JPY")]
    [InlineData("kwd", 1_284_560, "KWD 1,284.560")]
    [InlineData("pln", 1_284_567, "12,845.67 zł PLN")]
    [InlineData("eur", -500, "−€5.00 EUR")]
    [InlineData("inr", 100, "₹1.00 INR")]
    [InlineData("isk", 500_00, "500 kr ISK")]
    [InlineData("chf", 1, "CHF 0.01")]
    public void Amounts_have_their_currency_s_decimals_symbol_and_code(string currency, long minor, string printed)
    {
        var text = Paper.Text(InvoicePdf.Render(Papers.Open with { Currency = Currency.Of(currency), AmountDue = minor }));
        Assert.Contains($"{printed} due 5 December 2026", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_font_cannot_draw_can_still_be_searched_and_copied() =>
        Assert.Contains("年間ライセンス (annual licence)", Paper.Text(InvoicePdf.Render(Papers.Yen)), StringComparison.Ordinal);

    [Fact]
    public void Reverse_charge_is_said() => Assert.Contains("Reverse charge", Paper.Text(InvoicePdf.Render(Papers.Yen)), StringComparison.Ordinal);

    [Fact]
    public void A_credit_note_has_its_own_words()
    {
        var text = Paper.Text(InvoicePdf.Render(Papers.CreditNote));
        Assert.All(
            ["Credit note", "CN-2026-0007", "For invoice", "INV-2026-0042", "Duplicate", "Credited to", "£213.00 GBP credited 21 November 2026"],
            said => Assert.Contains(said, text, StringComparison.Ordinal));
        Assert.Matches("Refunded +£150.00", text);
        Assert.Matches("Credited to balance +£63.00", text);
        Assert.DoesNotContain("Amount due", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_table_has_its_headings_on_every_page_and_every_line_once()
    {
        var pdf = InvoicePdf.Render(Papers.ManyLines(120));
        var (pages, words) = (Paper.Pages(pdf), Paper.Words(pdf));
        Assert.InRange(pages, 4, 8);
        var withLines = words.Where(word => word.Text == "Item").Select(word => word.Page).Distinct().ToList();
        Assert.All(withLines, page => Assert.Single(words, word => word.Page == page && word.Text == "Description"));
        Assert.Equal(120, words.Count(word => word.Text == "Item"));
        Assert.All(Enumerable.Range(1, pages), page => Assert.Contains($"Page {page} of {pages}", Paper.Text(pdf), StringComparison.Ordinal));
        var totals = words.Where(word => word.Text is "Subtotal" or "due" && word.Left > 300 && word.Top < Height - Margin).Select(word => word.Page).Distinct();
        Assert.Equal(withLines[^1], Assert.Single(totals)); // kept together, and with a line above them
    }

    [Fact]
    public void A_wrapped_row_stays_on_one_page()
    {
        var words = Paper.Words(InvoicePdf.Render(Papers.ManyLines(120)));
        for (var i = 0; i < words.Count; i++)
            if (words[i].Text == "departments") // the last word of a long description; its first is the nearest "Item" before it
                Assert.Equal(words.Take(i).Last(word => word.Text == "Item").Page, words[i].Page);
    }

    public static TheoryData<string> Long() => ["names", "line", "many", "everything"];

    [Theory, MemberData(nameof(Long))]
    public void Nothing_reaches_over_a_margin(string which)
    {
        var words = Paper.Words(InvoicePdf.Render(which switch { "names" => Papers.LongNames, "line" => Papers.EndlessLine, "many" => Papers.ManyLines(120), _ => Papers.Everything }));
        Assert.All(words, word => Assert.True(
            word.Left >= Margin - Slack && word.Right <= Width - Margin + Slack && word.Top > 20 && word.Bottom < Height - 20, $"{word.Text} stands at {word.Left}–{word.Right}, {word.Top}–{word.Bottom} of page {word.Page}"));
    }

    [Fact]
    public void A_line_that_no_page_holds_runs_on()
    {
        var text = Paper.Text(InvoicePdf.Render(Papers.EndlessLine));
        Assert.All(Enumerable.Range(1, 150), i => Assert.Matches($@"Detail {i}\s", text));
    }

    [Fact]
    public void Figures_of_a_column_end_at_one_line()
    {
        var words = Paper.Words(InvoicePdf.Render(Papers.Open));
        var ends = words.Where(word => word.Text is "£120.00" or "£37.50" or "£181.50").Select(word => Math.Round(word.Right, 1)).Distinct();
        Assert.Single(ends);
    }

    [Fact]
    public void Many_threads_render_at_once_and_each_gets_its_own()
    {
        var expected = Enumerable.Range(0, 8).Select(i => InvoicePdf.Render(Numbered(i))).ToArray();
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i => Assert.Equal(expected[i % 8], InvoicePdf.Render(Numbered(i % 8))));

        static InvoiceDocument Numbered(int i) => (i % 2 == 0 ? Papers.ManyLines(20 + i) : Papers.Everything) with { Number = $"INV-2026-000{i}" };
    }

    [Fact]
    public void A_broken_logo_does_not_keep_an_invoice_back()
    {
        byte[] broken = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3];
        Assert.Contains("Afon Studio", Paper.Text(InvoicePdf.Render(Papers.Open with { Seller = Papers.Seller with { Logo = broken } })), StringComparison.Ordinal);
    }
}
