using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Checkout.Lines;
using CalmonyPay.Checkout.Links;
using CalmonyPay.Checkout.Paying;
using CalmonyPay.Checkout.Sessions;
using CalmonyPay.Customers;
using CalmonyPay.Invoices;
using CalmonyPay.PaymentIntents;
using CalmonyPay.PaymentMethods.SetupIntents;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Tenancy;
using CalmonyPay.Subscriptions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.Checkout;

[PgEnum("pay_checkout_session_status")]
public enum CheckoutSessionStatus { Open, Complete, Expired }

[PgEnum("pay_checkout_session_mode")]
public enum CheckoutSessionMode { Payment, Subscription, Setup }

/// <summary>Whether the money is there; a hold that is not captured yet is none.</summary>
[PgEnum("pay_checkout_payment_status")]
public enum CheckoutPaymentStatus { Unpaid, Paid, NoPaymentRequired }

/// <summary>One visit of a shopper to the hosted payment page.</summary>
public sealed class CheckoutSession : IProjectOwned, IEventSource
{
    /// <summary>How long a session is open unless the merchant says otherwise.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>How many tokens of forms are remembered: more than a shopper has pages of a session open.</summary>
    private const int MostTokens = 8;

    /// <summary><c>cs_test_…</c> or <c>cs_live_…</c>.</summary>
    public required string Id { get; init; }

    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public CheckoutSessionStatus Status { get; private set; }
    public required CheckoutSessionMode Mode { get; init; }
    public CheckoutPaymentStatus PaymentStatus { get; set; }
    public string? CustomerId { get; set; }

    /// <summary>In payment mode, from the first time on that the shopper sends a card.</summary>
    public string? PaymentIntentId { get; set; }

    /// <summary>In setup mode from the start; in subscription mode where nothing is due at first, and then not shown.</summary>
    public string? SetupIntentId { get; set; }

    public string? SubscriptionId { get; set; }
    public string? InvoiceId { get; set; }

    /// <summary>ISO 4217, lower case; null in setup mode without one.</summary>
    public string? Currency { get; set; }

    /// <summary>Minor units; null in setup mode.</summary>
    public long? AmountSubtotal { get; set; }

    /// <inheritdoc cref="AmountSubtotal"/>
    public long? AmountTotal { get; set; }

    /// <summary>What else the sums are made of; null in setup mode.</summary>
    public SessionTotals? Totals { get; set; }

    /// <summary>What is bought, with the quantities that were chosen last; null in setup mode.</summary>
    public IReadOnlyList<SessionLine>? LineItems { get; set; }

    /// <summary>What the merchant gave, or the shopper's promotion code.</summary>
    public IReadOnlyList<Discount> Discounts { get; set; } = [];

    /// <summary>The discounts are counted on their coupons; given back if the session is never paid.</summary>
    public bool DiscountsRedeemed { get; set; }

    public IReadOnlyList<SessionShipping> ShippingOptions { get; set; } = [];

    /// <summary>Which of the options is in the total (<c>shr_…</c>).</summary>
    public string? ShippingRateId { get; set; }

    public required SessionSettings Settings { get; set; }

    /// <summary>What the shopper entered.</summary>
    public SessionCollected? Collected { get; set; }

    /// <summary>The link whose visitor it was made for (<c>plink_…</c>).</summary>
    public string? PaymentLinkId { get; init; }

    /// <summary>One of those that a link's limit allows is kept for it while it pays.</summary>
    public bool HoldsPlace { get; private set; }

    /// <summary>The merchant's own name for it.</summary>
    public string? ClientReferenceId { get; init; }

    /// <summary>As the merchant knows it beforehand.</summary>
    public string? CustomerEmail { get; init; }

    /// <summary>Of whoever buys: the customer's, the one given beforehand, or the one entered; by which sessions are found.</summary>
    public string? BuyerEmail { get; set; }

    public string? SuccessUrl { get; init; }
    public string? CancelUrl { get; init; }

    /// <summary>In the address of the page.</summary>
    public required string UrlToken { get; init; }

    /// <summary>The expired session whose copy it is.</summary>
    public string? RecoveredFrom { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? CompletedAt { get; private set; }
    public DateTimeOffset? ExpiredAt { get; private set; }

    /// <summary>The card of a subscription that begins without a payment is stored: the subscription is to be opened.</summary>
    public DateTimeOffset? ReadyAt { get; private set; }

    /// <summary>When a worker has something to do with it, UTC; null once it is over.</summary>
    public DateTimeOffset? NextStepAt { get; private set; }

    /// <summary>Until when a worker has it in hand.</summary>
    public DateTimeOffset? ClaimedUntil { get; private set; }

    /// <summary>How often a card was sent.</summary>
    public int Attempts { get; private set; }

    /// <summary>Tokens of the newest forms that were sent.</summary>
    public IReadOnlyList<Guid> UsedTokens { get; private set; } = [];

    /// <summary>Why the newest form came to nothing, where no payment says so.</summary>
    public SessionDecline? Decline { get; set; }

    public Dictionary<string, string> Metadata { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }

    public static string NewId(bool livemode, DateTimeOffset now) => PayId.New(Prefix(livemode), now);

    public static string Prefix(bool livemode) => livemode ? "cs_live" : "cs_test";

    /// <summary>Is the shopper still welcome? An open session whose time is over only waits for its worker.</summary>
    public bool IsOpenAt(DateTimeOffset now) => Status == CheckoutSessionStatus.Open && now < ExpiresAt;

    /// <summary>Plans what a worker does next; it lets go of the row with that.</summary>
    public void Plan() => (NextStepAt, ClaimedUntil) = (Status != CheckoutSessionStatus.Open ? null : ReadyAt ?? ExpiresAt, null);

    /// <summary>Something is under way that must end first.</summary>
    public void PutOff(DateTimeOffset until) => (NextStepAt, ClaimedUntil) = (until, null);

    /// <summary>Keeps a place of its link, which is to be paid for at once.</summary>
    /// <param name="look">When a worker looks whether it is.</param>
    public void TakePlace(DateTimeOffset look)
    {
        HoldsPlace = true;
        PutOff(look < ExpiresAt ? look : ExpiresAt);
    }

    /// <summary>Others may have the place.</summary>
    public void LeavePlace() => HoldsPlace = false;

    /// <summary>Its amounts and quantities become what was worked out.</summary>
    public void Take(WorkedSession worked, string? shippingRate)
    {
        if (Mode == CheckoutSessionMode.Setup) return;
        (LineItems, AmountSubtotal, AmountTotal, Totals, ShippingRateId) = (worked.Lines, worked.Subtotal, worked.Total, worked.Totals, shippingRate);
    }

    /// <summary>Has a form been sent, or has the session ended, since it was read?</summary>
    public bool HasMovedSince(CheckoutSession seen) => Status != seen.Status || ReadyAt != seen.ReadyAt || SubscriptionId != seen.SubscriptionId || PaymentIntentId != seen.PaymentIntentId
        || SetupIntentId != seen.SetupIntentId || AmountTotal != seen.AmountTotal || HoldsPlace != seen.HoldsPlace || !UsedTokens.SequenceEqual(seen.UsedTokens);

    private void Use(Guid token, bool withCard)
    {
        UsedTokens = [.. UsedTokens.TakeLast(MostTokens - 1), token];
        if (withCard) Attempts++;
        Decline = null;
    }

    /// <summary>A form becomes the session's own.</summary>
    /// <param name="withCard">Whether it counts as a try with a card.</param>
    /// <param name="uses">False where the same form goes on in a later transaction.</param>
    public void Accept(CheckoutForm form, SessionCollected entered, string? customer, bool withCard, bool uses = true)
    {
        (Collected, BuyerEmail, CustomerId) = (entered, entered.Email, customer);
        if (uses) Use(form.Token, withCard);
    }

    /// <summary>The subscription is open, and something is to be paid for it after all.</summary>
    public void NotReady()
    {
        if (ReadyAt is null) return;
        ReadyAt = null;
        Plan();
    }

    public void BecomeReady(DateTimeOffset now)
    {
        ReadyAt = now;
        Plan();
    }

    /// <summary>The subscription could not be opened after all.</summary>
    public void Fail(SessionDecline decline)
    {
        (Decline, ReadyAt, HoldsPlace) = (decline, null, false);
        Plan();
    }

    public void Complete(CheckoutPaymentStatus paid, DateTimeOffset now)
    {
        if (Status != CheckoutSessionStatus.Open) throw new InvalidOperationException($"{Id} is {Status}.");
        (Status, PaymentStatus, CompletedAt, ReadyAt, Decline) = (CheckoutSessionStatus.Complete, paid, now, null, null);
        Plan();
    }

    public void Expire(DateTimeOffset now)
    {
        if (Status != CheckoutSessionStatus.Open) throw new InvalidOperationException($"{Id} is {Status}.");
        (Status, ExpiredAt) = (CheckoutSessionStatus.Expired, now);
        Plan();
    }
}

public sealed class CheckoutSessionMap : IEntityTypeConfiguration<CheckoutSession>
{
    public void Configure(EntityTypeBuilder<CheckoutSession> session)
    {
        session.ToTable("pay_checkout_sessions", table =>
        {
            table.HasCheckConstraint("pay_checkout_sessions_currency_check", "currency ~ '^[a-z]{3}$'");
            table.HasCheckConstraint("pay_checkout_sessions_amount_check", "amount_subtotal >= 0 and amount_total >= 0");
        });
        session.HasIndex(s => new { s.ProjectId, s.Status });
        session.HasIndex(s => new { s.ProjectId, s.BuyerEmail });
        session.HasIndex(s => s.ExpiresAt);
        session.HasIndex(s => s.NextStepAt).HasFilter("next_step_at is not null");
        session.HasIndex(s => new { s.ProjectId, s.RecoveredFrom }).HasFilter("recovered_from is not null");
        session.HasIndex(s => new { s.ProjectId, s.PaymentLinkId }).HasFilter("payment_link_id is not null");
        session.HasOne<PaymentLink>().WithMany().HasForeignKey(s => new { s.ProjectId, s.PaymentLinkId });
        session.HasOne<Customer>().WithMany().HasForeignKey(s => new { s.ProjectId, s.CustomerId });
        session.HasOne<PaymentIntent>().WithMany().HasForeignKey(s => new { s.ProjectId, s.PaymentIntentId });
        session.HasOne<SetupIntent>().WithMany().HasForeignKey(s => new { s.ProjectId, s.SetupIntentId });
        session.HasOne<Subscription>().WithMany().HasForeignKey(s => new { s.ProjectId, s.SubscriptionId });
        session.HasOne<Invoice>().WithMany().HasForeignKey(s => new { s.ProjectId, s.InvoiceId });
        session.Property(s => s.LineItems).HasJson();
        session.Property(s => s.Totals).HasJson();
        session.Property(s => s.Discounts).HasJson().IsRequired(false);
        session.Property(s => s.ShippingOptions).HasJson().IsRequired(false);
        session.Property(s => s.Settings).HasJson().IsRequired(false);
        session.Property(s => s.Collected).HasJson();
        session.Property(s => s.UsedTokens).HasJson().IsRequired(false);
        session.Property(s => s.Decline).HasJson();
    }
}

public static class CheckoutSessionTable
{
    extension(PayDb db)
    {
        public DbSet<CheckoutSession> CheckoutSessions => db.Set<CheckoutSession>();
    }
}
