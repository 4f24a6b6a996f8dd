using CalmonyPay.Simulator.Cards;
using CalmonyPay.Simulator.Chargebacks;
using CalmonyPay.Simulator.Ledger;
using CalmonyPay.Simulator.ThreeDSecure;
using CalmonyPay.Simulator.Wire;

namespace CalmonyPay.Simulator.Actions;

/// <summary>SALE, VERIFY, PREAUTH, REFUND and REFUND_SALE, from the request to the issuer's word, with 3-D Secure between.</summary>
internal sealed class NewTransactions(GatewayLedger ledger, RequestReader reader, Refunds refunds, Aftermath aftermath)
{
    /// <summary>The window of the duplicate check where the request names none (or 0), in seconds.</summary>
    private const int DefaultDuplicateDelay = 300;

    /// <exception cref="Refusal">The request is wrong, a duplicate, or not allowed as things stand.</exception>
    public Reply Begin(Form form, string merchantID, MerchantAccount account, string action, Orders orders, string publicUrl)
    {
        if (action == "REFUND_SALE") refunds.Prepare(form, merchantID);
        var request = reader.Read(form, merchantID, account, action);
        if (!orders.Duplicates) RefuseDuplicate(request);
        if (orders.IssuerCode is null && Issuer.Decide(request, false, false, ledger.Now).Code == Codes.InvalidAction)
            throw new Refusal(Codes.InvalidAction, "INVALID TEST AMOUNT");
        var upFront = ThreeDSecureRules.UpFront(request);
        if (request.Fields["checkOnly"] is "Y" or "true" or "1") return Unstored(request);

        var draft = Draft(request);
        var (cvvResult, cvvSent) = (CardChecks.CvvResult(request), request.Cvv is not null);
        return upFront
            ? Authenticate(request, draft, cvvResult, cvvSent, orders, publicUrl)
            : Authorise(request, draft, Authentication.Brought(request), cvvResult, cvvSent, orders, publicUrl);
    }

    /// <summary>The next leg of a 3-D Secure flow.</summary>
    /// <exception cref="Refusal">What came back is not what the open leg waits for.</exception>
    public Reply Continue(Transaction transaction, MerchantAccount account, Form form, Orders orders, string publicUrl)
    {
        var pending = Legs.Enter(transaction, form["threeDSRef"] ?? "", ledger.Now);
        var request = reader.Restore(transaction, account);
        if (form.Record("threeDSResponse") is not { IsEmpty: false } response) throw Codes.Missing("threeDSResponse");
        if (form.Filled("cardNumber") is { } card && card.Replace(" ", "", StringComparison.Ordinal) != request.CardNumber)
            throw new Refusal(Codes.Mismatch, "REQUEST MISMATCH");
        if (form.Filled("amount") is { } amount
            && !(Currencies.TryAmount(amount, request.CurrencyExponent, out var minor) && minor == request.Amount))
            throw new Refusal(Codes.Mismatch, "REQUEST MISMATCH");

        var outcome = pending.Leg == Legs.Challenge
            ? Legs.Outcome(pending, response)
            : AuthenticationPlan.For(request).Outcome;
        return outcome is null
            ? OpenLeg(transaction, Legs.Challenge, pending.CvvResult, pending.CvvSent, publicUrl)
            : Authorise(request, transaction with { Pending = null }, outcome, pending.CvvResult, pending.CvvSent, orders, publicUrl);
    }

    private Reply Authenticate(
        NewRequest request, Transaction draft, int cvvResult, bool cvvSent, Orders orders, string publicUrl)
    {
        var plan = AuthenticationPlan.For(request);
        if (plan.Method) return OpenLeg(draft, Legs.Method, cvvResult, cvvSent, publicUrl);
        return plan.Outcome is { } outcome
            ? Authorise(request, draft, outcome, cvvResult, cvvSent, orders, publicUrl)
            : OpenLeg(draft, Legs.Challenge, cvvResult, cvvSent, publicUrl);
    }

    private Reply OpenLeg(Transaction transaction, string leg, int cvvResult, bool cvvSent, string publicUrl)
    {
        var result = Form.From(transaction.Result);
        Answers.Verdict(result, Codes.AuthenticationRequired, "3DS AUTHENTICATION REQUIRED");
        var saved = ledger.Save(transaction with
        {
            Result = [.. result.Flatten()],
            Pending = Legs.Open(transaction, leg, cvvResult, cvvSent, ledger.Now),
        });
        return Answered(saved, Legs.Answer(saved, publicUrl));
    }

    private Reply Authorise(NewRequest request, Transaction draft, Authentication? authentication,
        int cvvResult, bool cvvSent, Orders orders, string publicUrl)
    {
        var result = Form.From(draft.Result);
        authentication?.WriteTo(result, request.Card.Brand.SchemeCode, Answers.Timestamp(ledger.Now));
        if (authentication is { Error: not 0 and var error })
            return Ended(draft, result, States.Finished, error, "3DS ERROR");
        if (authentication is not null && !authentication.Satisfies(request.Fields))
            return Ended(draft, result, States.Declined, Codes.AuthenticationDeclined, "3DS DECLINED");

        var shown = authentication is { Shown: true };
        var (code, message) = orders.IssuerCode is { } ordered
            ? (ordered, Issuer.IsApproval(ordered) ? "" : "CARD DECLINED")
            : Issuer.Decide(request, shown, cvvSent, ledger.Now);
        if (code == Codes.SoftDecline && authentication is null && ThreeDSecureRules.OnSoftDecline(request))
            return Authenticate(request, draft, cvvResult, cvvSent, orders, publicUrl);
        if (code == Codes.SoftDecline && shown) (code, message) = (5, "CARD DECLINED");

        var checks = CardChecks.Of(request, cvvResult);
        if (!request.IsCredit) checks.WriteTo(result);
        ResultFields.Advise(result, code, ledger.Now);
        if (!Issuer.IsApproval(code))
            return Ended(draft, result, code is 1 or 2 ? States.Referred : States.Declined, code, message);
        if (!request.IsCredit && !checks.Satisfies(request.Fields))
            return Ended(draft, result, States.Reversed, 5, "AVS/CV2 DECLINED");
        return Approved(request, draft, result, code, setUp: SetUp(request, shown));
    }

    private Reply Approved(NewRequest request, Transaction draft, Form result, int code, bool setUp)
    {
        var authorisation = Random.Shared.Next(100000, 1000000).ToString("D6", null);
        Answers.Verdict(result.Set("authorisationCode", authorisation), code,
            request.IsCredit ? "REFUNDACCEPTED" : code == 85 ? "NO REASON TO DECLINE" : "AUTHCODE:" + authorisation);

        // 10 is a partial approval: the issuer gives half.
        var approved = code == 10 ? request.Amount / 2 : request.Amount;
        var late = request.Action == "REFUND_SALE" && request.Card.RefundsLate;
        var state = request.Action switch
        {
            "VERIFY" => States.Verified,
            "PREAUTH" => States.Reversed,
            _ => late || draft.CaptureDelay != 0 ? States.Approved : States.Captured,
        };
        var saved = ledger.Save(draft with
        {
            State = state,
            Result = [.. result.Flatten()],
            AmountApproved = approved,
            AmountReceived = state == States.Reversed ? 0 : approved,
            SetUp = setUp,
        });
        var answer = Answers.Of(saved);
        if (request.Action == "REFUND_SALE") answer.Set("amountRefunded", refunds.Count(saved));
        var notices = state == States.Captured ? aftermath.OfCapture(saved) : [];
        return Answered(saved, answer) with { Notices = notices };
    }

    private Reply Ended(Transaction draft, Form result, string state, int code, string message)
    {
        Answers.Verdict(result, code, message);
        var saved = ledger.Save(draft with { State = state, Result = [.. result.Flatten()] });
        return Answered(saved, Answers.Of(saved));
    }

    private void RefuseDuplicate(NewRequest request)
    {
        var delay = RequestReader.DuplicateDelay(request.Fields);
        if (ledger.HasDuplicate(request.DuplicateKey, TimeSpan.FromSeconds(delay == 0 ? DefaultDuplicateDelay : delay)))
            throw new Refusal(Codes.Duplicate, "REQUEST DUPLICATE");
    }

    private Transaction Draft(NewRequest request)
    {
        var (xref, id) = ledger.NewIdentity();
        var result = new Form();
        ResultFields.OfCard(result, request);
        return new Transaction
        {
            Xref = xref,
            TransactionID = id,
            MerchantID = request.MerchantID,
            Action = request.Action,
            State = States.Received,
            Amount = request.Amount,
            CaptureDelay = request.CaptureDelay,
            CreatedAt = ledger.Now,
            ModifiedAt = ledger.Now,
            Request = [.. Answers.Echo(request.Fields).Flatten()],
            Result = [.. result.Flatten()],
            SealedCard = CardVault.Seal(request.CardNumber, request.Account.Secret),
            CardMask = CardBooks.Mask(request.CardNumber),
            DuplicateKey = request.DuplicateKey,
            BaseXref = request.Base?.Xref,
        };
    }

    /// <summary>A card is set up when its owner showed who they are while agreeing to later charges, and it stays so from use to use.</summary>
    private static bool SetUp(NewRequest request, bool shown) => request.MerchantInitiated
        ? request.Base is { SetUp: true }
        : request.Agreement is not null && shown;

    private static Reply Unstored(NewRequest request) => new(
        Answers.Verdict(Answers.Echo(request.Fields), 0, "CHECK ONLY").Set("state", States.Finished), request.Account.Secret);

    private static Reply Answered(Transaction saved, Form answer) => new(answer, null) { CallbackUrl = saved.CallbackUrl };
}
