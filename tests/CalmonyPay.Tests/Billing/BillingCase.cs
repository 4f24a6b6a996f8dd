using System.Globalization;

namespace CalmonyPay.Tests.Billing;

/// <summary>
/// One case of the golden table: what is set up, what happens when, and the books that must stand at the end. Parameters are
/// Stripe's (<c>name=value</c>); in values, <c>{gold}</c> is the id of what the case calls gold, and a date is a moment in UTC.
/// </summary>
internal sealed class BillingCase(string name)
{
    private readonly List<Func<CaseRun, Task>> steps = [];

    public string Name => name;
    public Merchant Merchant { get; private set; } = Merchant.British;
    public DateTimeOffset Start { get; private set; }
    public string? Card { get; private set; } = "pm_card_visa";
    public IReadOnlyList<Func<CaseRun, Task>> Steps => steps;

    /// <summary>The books in words; see <see cref="LedgerText"/>.</summary>
    public string Books { get; private set; } = "";

    public static BillingCase Case(string name) => new(name);

    /// <summary>What time it is at first, UTC.</summary>
    public BillingCase On(string start, Merchant merchant = Merchant.British) => With(() => (Start, Merchant) = (Moment(start)!.Value, merchant));

    /// <summary>Stripe's test card that the customer has; null for none.</summary>
    public BillingCase PaidWith(string? card) => With(() => Card = card is null ? null : $"pm_card_{card}");

    /// <param name="every"><c>month</c>, <c>3 months</c>, <c>once</c>.</param>
    /// <param name="amount">Minor units of one; null where the rest says it.</param>
    public BillingCase Price(string product, string every, decimal? amount, params string[] more) => Then(run => run.PriceAsync(product, every, amount, more));

    /// <summary>A price of what is used, summed up over a period; <see cref="Use"/> reports it.</summary>
    public BillingCase Metered(string product, string every, decimal? amount, params string[] more) => Then(run => run.MeteredAsync(product, every, amount, more));

    public BillingCase Coupon(string coupon, params string[] terms) => Then(run => run.MakeAsync(coupon, "/v1/coupons", terms));

    public BillingCase Tax(string rate, string percentage, bool inclusive = false, string country = "GB") => Then(run => run.MakeAsync(
        rate, "/v1/tax_rates", "display_name=Tax", $"percentage={percentage}", $"inclusive={(inclusive ? "true" : "false")}", $"country={country}", "tax_type=vat"));

    /// <summary>Adjusts the customer's balance: negative is a credit.</summary>
    public BillingCase Balance(long amount, string currency = "gbp") => Post("/v1/customers/{customer}/balance_transactions", $"amount={amount}", $"currency={currency}");

    /// <param name="items"><c>gold × 3, silver</c>.</param>
    public BillingCase Subscribe(string items, params string[] more) => Then(run => run.SubscribeAsync(items, more));

    /// <param name="changes"><c>gold × 5</c> (a quantity), <c>gold > platinum</c>, <c>+ silver × 2</c>, <c>- silver</c>; empty for none.</param>
    public BillingCase Change(string changes, params string[] more) => Then(run => run.ChangeAsync(changes, more));

    public BillingCase Cancel(params string[] more) => Then(run => run.CancelAsync(more));

    /// <summary>Moves the clock on.</summary>
    public BillingCase At(string moment) => Then(run => run.AdvanceAsync(Moment(moment)!.Value));

    /// <summary>Reports use, at a moment of its own.</summary>
    public BillingCase Use(string product, decimal value, string at) => Then(run => run.UseAsync(product, value, Moment(at)!.Value));

    public BillingCase Post(string path, params string[] parameters) => Then(run => run.PostAsync(path, parameters));

    /// <summary>What is made is known by a name afterwards.</summary>
    public BillingCase Make(string known, string path, params string[] parameters) => Then(run => run.MakeAsync(known, path, parameters));

    /// <summary>From now on the customer pays with another of Stripe's test cards.</summary>
    public BillingCase PaysWith(string card) => Make("card", $"/v1/payment_methods/pm_card_{card}/attach", "customer={customer}").Post("/v1/customers/{customer}", "invoice_settings[default_payment_method]={card}");

    /// <summary>The year that each invoice's number begins with, oldest first.</summary>
    public BillingCase Numbers(params string[] years) => Then(run => run.NumberedAsync(years));

    /// <summary>The events of a type were told at these moments of the clock.</summary>
    public BillingCase Tells(string type, params string[] moments) => Then(run => run.ToldAsync(type, moments));

    /// <summary>The books that must stand in the end. A <c>#</c> begins the arithmetic behind a figure.</summary>
    public BillingCase Ledger(string books) => With(() => Books = books);

    public static DateTimeOffset? Moment(string text) => DateTimeOffset.TryParseExact(
        text, ["yyyy-MM-dd", "yyyy-MM-dd HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;

    private BillingCase Then(Func<CaseRun, Task> step) => With(() => steps.Add(step));

    private BillingCase With(Action change)
    {
        change();
        return this;
    }
}
