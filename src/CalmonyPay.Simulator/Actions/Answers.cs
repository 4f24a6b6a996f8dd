using System.Globalization;
using CalmonyPay.Simulator.Ledger;
using CalmonyPay.Simulator.Wire;

namespace CalmonyPay.Simulator.Actions;

/// <summary>What the gateway says back: the request's fields, then its own.</summary>
internal static class Answers
{
    /// <summary>Never echoed, never stored: what must not leave, and the request's own signature.</summary>
    private static readonly string[] Withheld = ["cardNumber", "cardCVV", "merchantPwd", Signature.FieldName];

    public static string Timestamp(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The request without what the gateway keeps to itself.</summary>
    public static Form Echo(Form request)
    {
        var echo = Form.From(request.Flatten());
        foreach (var name in Withheld) echo.Remove(name);
        BothPostcodes(echo);
        return echo;
    }

    /// <summary>The stored transaction "as if just performed", with its state and amounts of now.</summary>
    public static Form Of(Transaction transaction)
    {
        var form = Form.From(transaction.Request);
        foreach (var (name, text) in transaction.Result) form.SetAt(FormParser.Path(name), text);
        form.Set("amount", transaction.Amount)
            .Set("state", transaction.State)
            .Set("xref", transaction.Xref)
            .Set("transactionID", transaction.TransactionID)
            .Set("timestamp", Timestamp(transaction.ModifiedAt))
            .Set("requestMerchantID", transaction.MerchantID)
            .Set("processMerchantID", transaction.MerchantID)
            .Set("amountApproved", transaction.AmountApproved)
            .Set("amountReceived", transaction.AmountReceived)
            .Set("amountRetained", transaction.AmountReceived - transaction.AmountRefunded);
        if (transaction.AmountRefunded > 0) form.Set("amountRefunded", transaction.AmountRefunded);
        if (transaction.FraudWarning is { } warning) form.Set("fraudWarningReason", warning);
        if (transaction.Chargeback is { } chargeback)
        {
            form.Set("chargebackID", chargeback.Id)
                .Set("chargebackType", chargeback.Kind)
                .Set("chargebackStatus", chargeback.Status)
                .Set("chargebackReason", chargeback.Reason)
                .Set("chargebackAmount", chargeback.Amount);
        }

        return form;
    }

    /// <summary>The answer to a CAPTURE, CANCEL or QUERY: the base transaction under a double name.</summary>
    public static Form OfManagement(string action, Transaction transaction, (int Code, string Message)? own)
    {
        var form = Of(transaction);
        foreach (var part in new[] { "Code", "Status", "Message" })
            form.Set("originalResponse" + part, form["response" + part]);
        form.Set("action", $"{action}:{transaction.Action}");
        return own is { } result ? Verdict(form, result.Code, result.Message) : form;
    }

    public static Form Verdict(Form form, int code, string message) => form
        .Set("responseCode", code)
        .Set("responseMessage", message)
        .Set("responseStatus", StatusOf(code));

    /// <summary>The gateway's own risk check declined.</summary>
    private const int RiskDeclined = 65862;

    /// <summary>0 for an approval, 1 for a decline (of the issuer or the risk check), 2 for an error; 65802 counts as an error.</summary>
    public static int StatusOf(int code) => Issuer.IsApproval(code) ? 0 : code is < 65536 or RiskDeclined ? 1 : 2;

    /// <summary>Whichever spelling of the postcode was sent, real answers carry both, and both are signed.</summary>
    private static void BothPostcodes(Form echo)
    {
        echo.Set("customerPostCode", echo["customerPostCode"] ?? echo["customerPostcode"]);
        echo.Set("customerPostcode", echo["customerPostcode"] ?? echo["customerPostCode"]);
    }
}
