using System.Net;
using CalmonyPay.Simulator.Ledger;

namespace CalmonyPay.Simulator.ThreeDSecure;

/// <summary>What the payer sees at the issuer's.</summary>
internal static class AcsPages
{
    private static readonly (string Outcome, string Label)[] Buttons =
        [("approve", "Approve"), ("decline", "Decline"), ("timeout", "Let it time out")];

    public static IResult Challenge(Transaction transaction, PendingAuthentication pending, string? sessionData)
    {
        var session = sessionData is null ? "" : Hidden("threeDSSessionData", sessionData);
        var forms = string.Concat(Buttons.Select(b => $"""
              <form method="post" action="decide/{b.Outcome}">
                {Hidden("cres", Legs.ChallengeResult(pending, b.Outcome))}{session}
                <button id="{b.Outcome}">{b.Label}</button>
              </form>

            """));
        return Page("Confirm your payment", $"""
            <p>Card {Escape(transaction.CardMask ?? "")}: {transaction.Amount} minor units of
              {Escape(transaction.RequestField("currencyCode") ?? "")}.</p>
            <p>This is a simulated bank. No money moves. What should it answer?</p>
            {forms}
            """, StatusCodes.Status200OK);
    }

    /// <summary>A method page that never reports back, so that the merchant's ten seconds run out.</summary>
    public static IResult Silent() => Page("Device check", "", StatusCodes.Status200OK);

    public static IResult Gone() =>
        Page("This authentication is over", "<p>It was used already, it expired, or it never began.</p>", StatusCodes.Status410Gone);

    private static IResult Page(string title, string body, int status) => Results.Content($$"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>{{title}}</title>
          <style>
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 24rem; margin: 2rem auto; padding: 0 1rem; }
            button { font: inherit; width: 100%; margin: .25rem 0; padding: .6rem; }
          </style>
        </head>
        <body>
        <h1>{{title}}</h1>
        {{body}}
        </body>
        </html>
        """, "text/html; charset=utf-8", null, status);

    private static string Hidden(string name, string value) =>
        $"<input type=\"hidden\" name=\"{Escape(name)}\" value=\"{Escape(value)}\">";

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
