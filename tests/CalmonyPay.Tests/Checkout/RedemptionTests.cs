using CalmonyPay.Checkout.Paying;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Checkout;

/// <summary>
/// A trial's session that is free or paid for, as the shopper chooses: with a welcome box something is due, without it, or with a code that makes it
/// free, the card is only stored. However he goes back and forth, a code is counted once where it was taken, and not where it was not.
/// </summary>
public sealed class RedemptionTests(PayApi api) : IClassFixture<PayApi>
{
    private readonly string ten = Name("TEN"), all = Name("ALL");

    /// <param name="forms">Each: <c>box</c> or <c>plain</c>, the code (or <c>-</c>), and whether the card is declined or pays. <c>expire</c> ends the session.</param>
    /// <param name="ofTen">How often the code of a tenth is redeemed in the end.</param>
    /// <param name="ofAll">And the one that makes the box free.</param>
    [Theory]
    [InlineData("box TEN declined, plain TEN pays", 1, 0)]
    [InlineData("box TEN declined, plain - pays", 0, 0)]
    [InlineData("box TEN declined, box ALL pays", 0, 1)]
    [InlineData("box TEN declined, plain ALL pays", 0, 1)]
    [InlineData("box TEN declined, plain - declined, box TEN pays", 1, 0)]
    [InlineData("box TEN declined, plain - declined, box - pays", 0, 0)]
    [InlineData("box TEN declined, plain TEN declined, plain - pays", 0, 0)]
    [InlineData("box TEN declined, plain TEN declined, box - pays", 0, 0)]
    [InlineData("box TEN declined, box - declined, box TEN pays", 1, 0)]
    [InlineData("plain TEN declined, box TEN pays", 1, 0)]
    [InlineData("plain TEN declined, box - pays", 0, 0)]
    [InlineData("box ALL declined, box TEN pays", 1, 0)]
    [InlineData("box ALL declined, box TEN declined, box ALL pays", 0, 1)]
    [InlineData("box TEN declined, plain - declined, expire", 0, 0)]
    [InlineData("box TEN declined, plain TEN declined, expire", 0, 0)]
    [InlineData("plain TEN declined, box ALL declined, expire", 0, 0)]
    public async Task A_code_is_counted_once_where_it_was_taken(string forms, int ofTen, int ofAll)
    {
        var (tenth, whole) = (await CodeAsync(ten, "10"), await CodeAsync(all, "100"));
        var made = (await api.A.SessionAsync([.. Shopping.TrialWithBox(), new("allow_promotion_codes", "true")], mode: "subscription")).Ok();
        var box = (await api.ViewAsync(made.Id)).Lines[1].Id;
        foreach (var form in forms.Split(", ")) await SendAsync(made.Id, box, form.Split(' '));
        foreach (var (code, times) in new[] { (tenth, ofTen), (whole, ofAll) })
        {
            Assert.Equal(times, (await api.A.GetAsync($"/v1/promotion_codes/{code.Id}")).Ok().Number("times_redeemed"));
            Assert.Equal(times, (await api.A.GetAsync($"/v1/coupons/{code.Text("promotion.coupon")}")).Ok().Number("times_redeemed"));
        }
    }

    private async Task SendAsync(string session, string box, string[] form)
    {
        if (form is ["expire"])
        {
            (await api.A.PostAsync($"/v1/checkout/sessions/{session}/expire")).Ok();
            return;
        }
        var code = form[1] switch { "TEN" => ten, "ALL" => all, _ => null };
        var pays = form[2] == "pays";
        var answer = await api.PayAsync(session, Shopping.Fill(pays ? Shopping.Good : Shopping.Declined, Shopping.Choose(code, null, (box, form[0] == "box" ? 1 : 0))));
        Assert.True(pays ? answer is CheckoutAnswer.Complete : answer is CheckoutAnswer.Declined, $"{string.Join(' ', form)}: {answer}");
        if (pays) Assert.Equal(form is ["box", not "ALL", _] ? "paid" : "no_payment_required", (await api.A.SeeAsync(session)).Text("payment_status"));
    }

    /// <summary>A code that can be redeemed once.</summary>
    private async Task<Reply> CodeAsync(string name, string percent)
    {
        var coupon = (await api.A.PostAsync("/v1/coupons", new() { ["percent_off"] = percent, ["duration"] = "once" })).Ok().Id;
        return (await api.A.PostAsync("/v1/promotion_codes", new() { ["promotion[type]"] = "coupon", ["promotion[coupon]"] = coupon, ["code"] = name, ["max_redemptions"] = "1" })).Ok();
    }

    private static string Name(string start) => start + Guid.NewGuid().ToString("N")[..10].ToUpperInvariant();
}
