using System.Net;
using CalmonyPay.Simulator.Ledger;
using CalmonyPay.Simulator.Wire;

namespace CalmonyPay.Simulator.ThreeDSecure;

/// <summary>What the payer sees at the issuer's.</summary>
internal static class AcsPages
{
    private static readonly (string Outcome, string Label, string Meaning)[] Buttons =
    [
        ("approve", "Approve", "You are who you say you are."),
        ("decline", "Decline", "You could not be recognised."),
        ("timeout", "Let it time out", "You took too long."),
    ];

    public static IResult Challenge(Transaction transaction, PendingAuthentication pending, string? sessionData)
    {
        var session = sessionData is null ? "" : Hidden("threeDSSessionData", sessionData);
        var forms = string.Concat(Buttons.Select(b => $"""
              <form method="post" action="decide/{b.Outcome}">
                {Hidden("cres", Legs.ChallengeResult(pending, b.Outcome))}{session}
                <button id="{b.Outcome}"><b>{b.Label}</b><span>{b.Meaning}</span></button>
              </form>

            """));
        var amount = transaction.Amount == 0 ? "Keep the card" : Currencies.Show(transaction.Amount, transaction.RequestField("currencyCode") ?? "");
        return Page("Confirm your payment", $"""
            <dl>
              <div><dt>Amount</dt><dd>{Escape(amount)}</dd></div>
              <div><dt>Card</dt><dd>{Escape(transaction.CardMask ?? "")}</dd></div>
            </dl>
            <p>What should the bank answer? No money moves.</p>
            {forms}
            """, StatusCodes.Status200OK);
    }

    /// <summary>A method page that never reports back, so that the merchant's ten seconds run out.</summary>
    public static IResult Silent() => Page("Device check", "", StatusCodes.Status200OK);

    public static IResult Gone() =>
        Page("This authentication is over", "<p>It was used already, it expired, or it never began.</p>", StatusCodes.Status410Gone);

    /// <summary>Made for the smallest window that 3-D Secure knows, 250 x 400, in a frame or as a page.</summary>
    private static IResult Page(string title, string body, int status) => Results.Content($$"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <link rel="icon" href="data:,">
          <title>{{title}} · Simulated bank</title>
          <style>
            * { box-sizing: border-box; margin: 0 }
            body { font: 15px/1.45 system-ui, sans-serif; color: #1b2430; background: #fff; max-width: 26rem; margin: 0 auto; padding: 0 .875rem 1rem }
            header { display: flex; align-items: center; gap: .5rem; padding: .75rem 0; margin-bottom: .75rem; border-bottom: 1px solid #dce1e7; color: #38475a; font-weight: 600 }
            header svg { width: 1.25rem; height: 1.25rem; flex: none }
            h1 { font-size: 1.25rem; line-height: 1.25; margin-bottom: .5rem }
            dl { margin-bottom: .625rem }
            dl div { display: flex; justify-content: space-between; gap: 1rem; flex-wrap: wrap }
            dt { color: #566070 }
            dd { font-weight: 600; font-variant-numeric: tabular-nums }
            form { margin-top: .5rem }
            button { font: inherit; color: inherit; width: 100%; min-height: 2.75rem; padding: .375rem .75rem; text-align: left; background: #fff; border: 1.5px solid #8794a5; border-radius: .5rem; cursor: pointer }
            button b, button span { display: block }
            button span { font-size: .8125rem; color: #566070 }
            button:hover { background: #f1f4f7 }
            button:focus-visible { outline: 3px solid #1f4f8f; outline-offset: 2px }
            #approve { background: #1f4f8f; border-color: #1f4f8f; color: #fff }
            #approve span { color: #e3ebf5 }
            #approve:hover { background: #173d70 }
          </style>
        </head>
        <body>
        <header><svg viewBox="0 0 20 20" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round"><path d="M2 8 10 3l8 5zM4 8v7m4-7v7m4-7v7m4-7v7M2 17h16" /></svg>Simulated bank</header>
        <main>
        <h1>{{title}}</h1>
        {{body}}
        </main>
        </body>
        </html>
        """, "text/html; charset=utf-8", null, status);

    private static string Hidden(string name, string value) =>
        $"<input type=\"hidden\" name=\"{Escape(name)}\" value=\"{Escape(value)}\">";

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
