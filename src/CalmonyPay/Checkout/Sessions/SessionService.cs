using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Checkout.Lines;
using CalmonyPay.Checkout.Shipping;
using CalmonyPay.Customers;
using CalmonyPay.PaymentMethods.SetupIntents;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.Checkout.Sessions;

/// <summary>Makes, finds and changes sessions. Nothing of theirs is told before they end.</summary>
public sealed class SessionService(
    PayDb db, LineShaping shaping, SessionReckoning reckoning, ShippingRateService shippingRates, DiscountService discounts, CustomerDiscounts facts, SetupIntentService setups, CheckoutUrls urls, TenantScope scope,
    TimeProvider clock)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(30), TrialAhead = TimeSpan.FromHours(48);

    /// <summary>Clocks differ, and a request takes its time.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    public async Task<CheckoutSession> CreateAsync(SessionCreate create, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var customer = create.Customer is { } named ? await db.Customers.SingleOrDefaultAsync(c => c.Id == named, ct) ?? throw StripeError.NoSuchParam("customer", named, "customer") : null;
        var (lines, currency) = create.Lines.Count > 0 ? await shaping.MakeAsync(create.Mode, create.Lines, create.Currency, ct) : ([], create.Currency);
        var id = CheckoutSession.NewId(scope.Current.Livemode, now);
        var session = new CheckoutSession
        {
            Id = id,
            Mode = create.Mode,
            PaymentStatus = create.Mode == CheckoutSessionMode.Setup ? CheckoutPaymentStatus.NoPaymentRequired : CheckoutPaymentStatus.Unpaid,
            CustomerId = customer?.Id,
            Currency = currency,
            Settings = create.Settings,
            ClientReferenceId = create.ClientReferenceId,
            CustomerEmail = create.CustomerEmail,
            BuyerEmail = create.CustomerEmail ?? customer?.Email,
            SuccessUrl = create.SuccessUrl,
            CancelUrl = create.CancelUrl,
            UrlToken = urls.TokenOf(id),
            ExpiresAt = ExpiryOf(create, now),
            Metadata = create.Metadata.ForNew(),
            CreatedAt = now,
        };
        if (create.Mode == CheckoutSessionMode.Setup) SetUp(session, now);
        else
        {
            session.ShippingOptions = await OptionsAsync(create.ShippingOptions, currency!, ct);
            CheckDates(create, session);
            await SaveNewPricesAsync(create.Mode, create.Lines, ct);
            await PriceAsync(session, lines, create.Discounts, customer, ct);
        }
        session.Plan();
        db.Add(session);
        return session;
    }

    /// <exception cref="StripeError">404 if the project has no such session.</exception>
    public async Task<CheckoutSession> GetAsync(string id, CancellationToken ct) => await db.CheckoutSessions.SingleOrDefaultAsync(s => s.Id == id, ct) ?? throw NoSuch(id);

    public async Task<CheckoutSession> UpdateAsync(string id, SessionUpdate update, CancellationToken ct)
    {
        var session = await db.LockAsync<CheckoutSession>(id, ct) ?? throw NoSuch(id);
        session.Metadata = update.Metadata.Over(session.Metadata);
        if (update is { ShippingOptions.IsAbsent: true, ShippingAddress: null }) return session;
        if (!session.IsOpenAt(clock.GetUtcNow())) throw StripeError.Invalid("Only the metadata of a session that is not open can be changed.");
        if (update.ShippingAddress is { } address)
            session.Collected = (session.Collected ?? SessionCollected.Nothing) with { ShippingName = update.ShippingName, ShippingAddress = address };
        if (!update.ShippingOptions.IsAbsent) await ReshipAsync(session, update, ct);
        return session;
    }

    public static StripeError NoSuch(string id) => StripeError.NoSuch("checkout.session", id, "session");

    private async Task ReshipAsync(CheckoutSession session, SessionUpdate update, CancellationToken ct)
    {
        if (session.Mode != CheckoutSessionMode.Payment) throw StripeError.Invalid($"You can not pass `shipping_options` in `{SnakeCase.Of(session.Mode)}` mode.", "shipping_options");
        session.ShippingOptions = update.ShippingOptions.TryGet(out var wanted) ? await OptionsAsync(wanted, session.Currency!, ct) : [];
        var chosen = session.ShippingOptions.FirstOrDefault(option => option.Rate == session.ShippingRateId) ?? (session.ShippingOptions is [{ } first, ..] ? first : null);
        session.ShippingRateId = chosen?.Rate;
        session.AmountTotal += (chosen?.Amount ?? 0) - (session.Totals!.Shipping ?? 0);
        session.Totals = session.Totals with { Shipping = chosen?.Amount };
    }

    /// <summary>What a subscription would be is worked out by the code that makes one, which reads its prices from the database.</summary>
    internal async Task SaveNewPricesAsync(CheckoutSessionMode mode, IReadOnlyList<LineParams> wanted, CancellationToken ct)
    {
        if (mode != CheckoutSessionMode.Subscription || !wanted.Any(line => line.PriceData is not null)) return;
        await db.Database.BeginTransactionAsync(ct);
        await db.SaveChangesAsync(ct);
    }

    /// <summary>Works a new session out.</summary>
    internal async Task PriceAsync(CheckoutSession session, IReadOnlyList<SessionLine> lines, IReadOnlyList<DiscountChoice> given, Customer? customer, CancellationToken ct)
    {
        var shipping = session.ShippingOptions is [{ } first, ..] ? first : null;
        var plain = await reckoning.WorkAsync(session, lines, [], shipping, customer, ct);
        foreach (var choice in given)
        {
            var redeemer = customer is null ? new RedemptionFacts(true) : facts.FactsOf(customer.Id);
            session.Discounts = [await discounts.SupposeAsync(choice, new(customer?.Id), redeemer with { Amount = new Money(plain.Subtotal, Currency.Of(session.Currency!)) }, ct)];
        }
        var worked = session.Discounts.Count == 0 ? plain : await reckoning.WorkAsync(session, lines, session.Discounts, shipping, customer, ct);
        session.Take(worked, shipping?.Rate);
        if (session.Mode == CheckoutSessionMode.Payment && worked.Total > 0) CheckTotal(new Money(worked.Total, Currency.Of(session.Currency!)));
    }

    private static void CheckTotal(Money total)
    {
        var least = ChargeLimits.MinimumOf(total.Currency);
        if (total < least) throw StripeError.Invalid($"The Checkout Session's total amount due must add up to at least {least}", "line_items", "amount_too_small");
        ChargeLimits.Check(total, "line_items");
    }

    internal async Task<IReadOnlyList<SessionShipping>> OptionsAsync(IReadOnlyList<ShippingChoice> wanted, string currency, CancellationToken ct)
    {
        var options = new List<SessionShipping>();
        foreach (var choice in wanted)
        {
            var param = $"{choice.At}[{(choice.Data is null ? "shipping_rate" : "shipping_rate_data")}]";
            var rate = choice.Data is { } data ? shippingRates.Create(data, inline: true) : await shippingRates.RequireAsync(choice.Rate!, param, ct);
            if (options.Exists(option => option.Rate == rate.Id)) throw StripeError.Invalid($"The shipping rate {rate.Id} can only be offered once.", param);
            options.Add(new(rate.Id, rate.DisplayName, rate.AmountIn(currency, param), rate.DeliveryEstimate));
        }
        return options;
    }

    private void SetUp(CheckoutSession session, DateTimeOffset now)
    {
        var wishes = session.Settings.Setup;
        var fields = new SetupIntentFields(
            new(null, null), session.CustomerId is { } customer ? Change<string>.To(customer) : default, wishes?.Description is { } text ? Change<string>.To(text) : default,
            session.Settings.CardOptions?.RequestThreeDSecure, wishes is null ? MetadataChange.Absent : MetadataChange.To(wishes.Metadata));
        var intent = SetupIntent.From(new(fields, SetupUsage.OffSession, false, null, null), now);
        db.Add(intent);
        setups.Record("setup_intent.created", intent);
        session.SetupIntentId = intent.Id;
    }

    private static DateTimeOffset ExpiryOf(SessionCreate create, DateTimeOffset now)
    {
        if (create.ExpiresAt is not { } at) return DateTimeOffset.FromUnixTimeSeconds((now + CheckoutSession.Lifetime).ToUnixTimeSeconds());
        return at >= now + Shortest - Grace && at <= now + CheckoutSession.Lifetime + Grace
            ? at
            : throw StripeError.Invalid("The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.", "expires_at");
    }

    /// <summary>What is said of a subscription's dates has to hold until the session's last moment.</summary>
    private static void CheckDates(SessionCreate create, CheckoutSession session)
    {
        if (create.Settings.Subscription is not { } wishes) return;
        if (wishes.TrialEnd is { } end && end < session.CreatedAt + TrialAhead - Grace)
            throw StripeError.Invalid("The `trial_end` date has to be at least 2 days in the future.", "subscription_data[trial_end]");
        if (wishes.BillingCycleAnchor is { } anchor && anchor <= session.ExpiresAt)
            throw StripeError.Invalid("The `billing_cycle_anchor` has to be later than the session's `expires_at`.", "subscription_data[billing_cycle_anchor]");
    }
}
