using CalmonyPay.Gateways;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Tests.Cardstream;
using static CalmonyPay.Tests.Gateways.Orders;

namespace CalmonyPay.Tests.Gateways;

/// <summary>Each answer that a gateway may give, over a socket, and what it is taken for.</summary>
public sealed class OutcomeTests
{
    private const string Reference = "26112109NP15CM22QH21JRL";

    [Theory]
    [InlineData("5", "card_declined", "do_not_honor", "Your card was declined.")]
    [InlineData("51", "card_declined", "insufficient_funds", "Your card has insufficient funds.")]
    [InlineData("54", "expired_card", "expired_card", "Your card has expired.")]
    [InlineData("82", "incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect.")]
    [InlineData("43", "card_declined", "stolen_card", "Your card was declined.")]
    [InlineData("14", "incorrect_number", "incorrect_number", "Your card number is incorrect.")]
    [InlineData("68", "processing_error", "processing_error", "An error occurred while processing your card. Try again in a little bit.")]
    [InlineData("66314", "incorrect_number", null, "Your card number is incorrect.")]
    [InlineData("66320", "incorrect_cvc", null, "Your card's security code is incorrect.")]
    [InlineData("65561", "card_declined", "card_not_supported", "Your card is not supported.")]
    public async Task A_refused_card_is_a_decline_in_Stripes_words(string answered, string code, string? reason, string message)
    {
        var declined = Assert.IsType<GatewayOutcome.Declined>(await ChargedAsync(Answer(answered, answered.Length < 5 ? "1" : "2", "declined")));
        Assert.Equal((code, reason, message, answered), (declined.Decline.Code, declined.Decline.DeclineCode, declined.Decline.Message, declined.Decline.GatewayCode));
        Assert.False(declined.Decline.NeedsAuthentication || declined.Decline.AuthenticationFailed);
    }

    [Theory]
    [InlineData("65", true, false, "authentication_required")]
    [InlineData("1037", true, false, "authentication_required")]
    [InlineData("65803", false, true, "payment_intent_authentication_failure")]
    [InlineData("65793", false, true, "payment_intent_authentication_failure")]
    [InlineData("65797", false, true, "payment_intent_authentication_failure")]
    public async Task A_decline_says_whether_authentication_is_wanted_or_failed(string answered, bool wanted, bool failed, string code)
    {
        var decline = Assert.IsType<GatewayOutcome.Declined>(await ChargedAsync(Answer(answered, "1", "declined"))).Decline;
        Assert.Equal((wanted, failed, code), (decline.NeedsAuthentication, decline.AuthenticationFailed, decline.Code));
    }

    [Theory]
    [InlineData("65541", RefusalKind.State)]
    [InlineData("65564", RefusalKind.State)]
    [InlineData("66341", RefusalKind.NoSuchTransaction)]
    [InlineData("65539", RefusalKind.Configuration)]
    [InlineData("65545", RefusalKind.Configuration)]
    [InlineData("65557", RefusalKind.Configuration)]
    [InlineData("66358", RefusalKind.Unsupported)]
    [InlineData("66056", RefusalKind.Malformed)]
    [InlineData("65542", RefusalKind.Malformed)]
    [InlineData("65565", RefusalKind.Later)]
    public async Task A_request_that_was_not_taken_is_refused(string answered, RefusalKind kind)
    {
        var refused = Assert.IsType<GatewayOutcome.Refused>(await ChargedAsync(Answer(answered, "2", "finished")));
        Assert.Equal((kind, answered), (refused.Kind, refused.Code));
    }

    [Theory]
    [InlineData("65536", "received")]
    [InlineData("65537", "finished")]
    [InlineData("65549", "finished")]
    [InlineData("65551", "finished")]
    [InlineData("65580", "finished")]
    public async Task What_the_gateway_leaves_open_is_unknown_and_keeps_the_reference(string answered, string state)
    {
        var unknown = Assert.IsType<GatewayOutcome.Unknown>(await ChargedAsync(Answer(answered, "2", state)));
        Assert.Equal(Reference, unknown.Transaction?.Reference);
    }

    [Theory]
    [InlineData("0", "0", "received")]      // a yes without an approving state
    [InlineData("0", "0", "declined")]
    [InlineData("5", "1", "approved")]      // a no with a hold
    public async Task An_answer_that_contradicts_itself_is_unknown(string code, string status, string state) =>
        Assert.IsType<GatewayOutcome.Unknown>(await ChargedAsync(Answer(code, status, state)));

    [Theory]
    [InlineData("amount", "1098")]
    [InlineData("amount", null)]
    [InlineData("currencyCode", "978")]
    [InlineData("transactionUnique", "ch_2")]
    [InlineData("transactionUnique", null)]
    public async Task An_approval_of_something_else_is_unknown(string field, string? value)
    {
        var unknown = Assert.IsType<GatewayOutcome.Unknown>(await ChargedAsync(Answer("0", "0", "approved", (field, value))));
        Assert.Null(unknown.Transaction);
    }

    [Fact]
    public async Task A_challenge_names_the_page_and_what_to_post_there()
    {
        var challenged = Assert.IsType<GatewayOutcome.Challenged>(await ChargedAsync(Answer("65802", "2", "received",
            ("threeDSURL", "https://acs.example/"), ("threeDSRef", "UDNLRVk6"), ("threeDSRequest[threeDSMethodData]", "eyJ4IjoxfQ"))));
        Assert.Equal(("UDNLRVk6", new Uri("https://acs.example/"), true), (challenged.Challenge.Reference, challenged.Challenge.Url, challenged.Challenge.Method));
        Assert.Equal([new("threeDSMethodData", "eyJ4IjoxfQ")], challenged.Challenge.Fields);
        Assert.Equal((Reference, GatewayState.Received), (challenged.Transaction.Reference, challenged.Transaction.State));
    }

    [Fact]
    public async Task A_challenge_without_a_page_asks_for_authentication() =>
        Assert.True(Assert.IsType<GatewayOutcome.Declined>(await ChargedAsync(Answer("65802", "2", "received"))).Decline.NeedsAuthentication);

    [Fact]
    public async Task A_duplicate_does_not_name_the_first_request() =>
        Assert.Null(Assert.IsType<GatewayOutcome.Duplicate>(await ChargedAsync(Answer("65554", "2", "finished"))).Transaction?.Reference);

    [Fact]
    public async Task A_partial_approval_is_approved_and_says_so()
    {
        var part = Assert.IsType<GatewayOutcome.Approved>(await ChargedAsync(Answer("10", "0", "approved", ("amountReceived", "500"), ("amountApproved", "500")))).Transaction;
        Assert.Equal((true, 1099, 500), (part.PartiallyApproved, part.Amount, part.AmountReceived));
        var whole = Assert.IsType<GatewayOutcome.Approved>(await ChargedAsync(Answer("0", "0", "approved", ("amountReceived", "1099")))).Transaction;
        Assert.False(whole.PartiallyApproved);
    }

    [Fact]
    public async Task A_verification_may_succeed_with_no_reason_to_decline()
    {
        await using var peer = Peer.AnsweringForm(Answer("85", "0", "verified", ("amount", "0"), ("action", "VERIFY"), ("transactionUnique", "seti_1")));
        using var driver = Driver();
        var approved = Assert.IsType<GatewayOutcome.Approved>(await driver.VerifyAsync(Account(peer.Url), Verify()));
        Assert.Equal(GatewayState.Verified, approved.Transaction.State);
    }

    [Fact]
    public async Task What_was_told_of_the_card_is_kept_without_our_tokens_or_the_number()
    {
        var told = Assert.IsType<GatewayOutcome.Approved>(await ChargedAsync(Answer("0", "0", "approved",
            ("cardNumberMask", "424242******4242"), ("cardTypeCode", "VC"), ("cardIssuerCountryCode", "GBR"), ("avscv2ResponseCode", "211000"),
            ("authorisationCode", "350333"), ("schemeTransactionId", "123456789012345"), ("threeDSAuthenticated", "Y"), ("threeDSECI", "05"),
            ("callbackURL", "https://pay.example/gateway/callbacks/token"), ("merchantData", "4242 4242 4242 4242")))).Transaction;
        Assert.Equal(("visa", "credit", "GB", "4242"), (told.Card?.Brand, told.Card?.Funding, told.Card?.Country, told.Card?.Last4));
        Assert.Equal(new CardChecks("pass", null, null), told.Checks);     // no address was sent, so nothing is said of one
        Assert.Equal(("authenticated", "frictionless", "05"), (told.ThreeDSecure?.Result, told.ThreeDSecure?.Flow, told.ThreeDSecure?.Eci));
        Assert.DoesNotContain("token", told.Raw, StringComparison.Ordinal);
        Assert.DoesNotContain("4242 4242", told.Raw, StringComparison.Ordinal);
        Assert.Contains("350333", told.Raw, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("isk", "352", 50000, "500")]
    [InlineData("jpy", "392", 500, "500")]
    [InlineData("mga", "969", 5, "500")]
    [InlineData("kwd", "414", 5000, "5000")]
    public async Task Amounts_cross_the_wire_as_ISO_4217_counts_them(string currency, string numeric, long ours, string theirs)
    {
        await using var peer = Peer.AnsweringForm(Answer("0", "0", "approved", ("amount", theirs), ("currencyCode", numeric), ("amountReceived", theirs)));
        using var driver = Driver();
        var approved = Assert.IsType<GatewayOutcome.Approved>(await driver.ChargeAsync(Account(peer.Url), Charge(minor: ours, currency: currency)));
        Assert.Equal((ours, ours, currency), (approved.Transaction.Amount, approved.Transaction.AmountReceived, approved.Transaction.Currency));
        Assert.Contains($"amount={theirs}&currencyCode={numeric}", peer.LastBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_capture_or_cancel_keeps_the_base_reference_and_tells_no_state()
    {
        var fresh = ("xref", "26112110AA00BB00CC00DDD");
        await using var peer = Peer.AnsweringForm(Answer("5", "1", "finished", fresh, ("action", "CAPTURE:SALE")));
        using var driver = Driver();
        var capture = Assert.IsType<GatewayOutcome.Declined>(await driver.CaptureAsync(Account(peer.Url), Reference, new Money(1099, Pounds))).Transaction;
        Assert.Equal((Reference, GatewayState.Other), (capture.Reference, capture.State));

        await using var late = Peer.AnsweringForm(Answer("65541", "2", "finished", fresh, ("action", "CANCEL:SALE")));
        Assert.Equal(RefusalKind.State, Assert.IsType<GatewayOutcome.Refused>(await driver.CancelAsync(Account(late.Url), Reference)).Kind);
    }

    [Fact]
    public async Task A_capture_of_another_amount_is_unknown()
    {
        await using var peer = Peer.AnsweringForm(Answer("0", "0", "captured", ("amountReceived", "1099"), ("action", "CAPTURE:SALE")));
        using var driver = Driver();
        Assert.IsType<GatewayOutcome.Unknown>(await driver.CaptureAsync(Account(peer.Url), Reference, new Money(500, Pounds)));
        Assert.IsType<GatewayOutcome.Approved>(await driver.CaptureAsync(Account(peer.Url), Reference, new Money(1099, Pounds)));
    }

    [Theory]
    [InlineData("5", "1", "declined", GatewayState.Declined)]
    [InlineData("65549", "2", "finished", GatewayState.Finished)]
    [InlineData("0", "0", "accepted", GatewayState.Settled)]
    public async Task A_query_tells_the_transaction_as_it_stands(string code, string status, string state, GatewayState stands)
    {
        var approved = Assert.IsType<GatewayOutcome.Approved>(await QueriedAsync(Answer(code, status, state, ("action", "QUERY:SALE"))));
        Assert.Equal((Reference, stands), (approved.Transaction.Reference, approved.Transaction.State));
    }

    [Fact]
    public async Task A_query_that_failed_is_not_read_as_the_transactions_end()
    {
        (string, string?)[] failed = [("action", "QUERY"), ("amount", null), ("currencyCode", null), ("transactionUnique", null)];
        Assert.IsType<GatewayOutcome.Unknown>(await QueriedAsync(Answer("65548", "2", "finished", failed)));
        Assert.IsType<GatewayOutcome.Unknown>(await QueriedAsync(Answer("65548", "2", "finished", [.. failed, ("xref", "26112110AA00BB00CC00DDD")])));
        var unknown = Assert.IsType<GatewayOutcome.Refused>(await QueriedAsync(Answer("66341", "2", "finished", failed)));
        Assert.Equal(RefusalKind.NoSuchTransaction, unknown.Kind);
    }

    [Fact]
    public async Task What_was_never_sent_and_what_was_never_answered_are_two_things()
    {
        using var driver = Driver(timeoutSeconds: 1);
        Assert.IsType<GatewayOutcome.NotSent>(await driver.ChargeAsync(Account(new Uri("http://127.0.0.1:1/direct/")), Charge()));
        await using var silent = new Peer(async (peer, stream) =>
        {
            await peer.ReadRequestAsync(stream);
            await Task.Delay(Timeout.Infinite, peer.Stopped);
        });
        Assert.IsType<GatewayOutcome.Unknown>(await driver.ChargeAsync(Account(silent.Url), Charge()));
        await using var forged = Peer.AnsweringForm(Answer("0", "0", "approved") + "0");
        Assert.IsType<GatewayOutcome.Unknown>(await driver.ChargeAsync(Account(forged.Url), Charge()));
    }

    private static async Task<GatewayOutcome> ChargedAsync(string answer)
    {
        await using var peer = Peer.AnsweringForm(answer);
        using var driver = Driver();
        return await driver.ChargeAsync(Account(peer.Url), Charge());
    }

    private static async Task<GatewayOutcome> QueriedAsync(string answer)
    {
        await using var peer = Peer.AnsweringForm(answer);
        using var driver = Driver();
        return await driver.QueryAsync(Account(peer.Url), Reference);
    }
}
