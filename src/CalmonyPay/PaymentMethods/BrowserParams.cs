using CalmonyPay.Platform.Parameters;

namespace CalmonyPay.PaymentMethods;

/// <summary>
/// CalmonyPay's own part of a confirmation, which Stripe's SDKs never send: what the card element's script says of the browser that the card
/// was typed into. For publishable keys alone (<see cref="BrowserFacts.Of(HttpContext, BrowserParams?)"/>).
/// </summary>
/// <param name="TimeZone"><c>browser[time_zone]</c>, JavaScript's <c>getTimezoneOffset</c>; not checked yet.</param>
/// <param name="Screen"><c>browser[screen]</c>, width x height x depth; not checked yet.</param>
public sealed record BrowserParams(string? TimeZone, string? Screen)
{
    public const string Name = "browser";

    public static BrowserParams? Read(Params p) =>
        p.Child(Name) is { } browser ? new(browser.Text("time_zone", int.MaxValue), browser.Text("screen", int.MaxValue)) : null;
}
