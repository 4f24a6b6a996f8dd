using CalmonyPay.Customers;
using CalmonyPay.Gateways;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.PaymentMethods;

[PgEnum("pay_payment_method_type")]
public enum PaymentMethodType { Card }

/// <summary>Whether a checkout may show the method to its customer again.</summary>
[PgEnum("pay_allow_redisplay")]
public enum AllowRedisplay { Unspecified, Limited, Always }

/// <summary>
/// A card as we may keep it: what it looks like, and the gateway's cross reference by which it is charged again. Its number
/// and security code are nowhere.
/// </summary>
public sealed class PaymentMethod : IProjectOwned, IEventSource
{
    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public PaymentMethodType Type { get; private init; }

    /// <summary>Whose it is; null until it is attached and again once it is detached.</summary>
    public string? CustomerId { get; private set; }

    /// <summary>Stripe's word: a guess by the number until the gateway has told.</summary>
    public required string Brand { get; set; }

    public required string Last4 { get; init; }
    public required int ExpMonth { get; set; }
    public required int ExpYear { get; set; }

    /// <summary><c>credit</c>, <c>debit</c>, <c>prepaid</c> or <c>unknown</c>.</summary>
    public string Funding { get; private set; } = "unknown";

    /// <summary>The issuer's, ISO 3166-1 alpha-2; null until the gateway has told.</summary>
    public string? Country { get; private set; }

    public string? Issuer { get; private set; }

    /// <summary>The same for the same number within a project (a keyed hash).</summary>
    public required string Fingerprint { get; init; }

    public CardChecks Checks { get; private set; } = CardChecks.None;
    public BillingDetails BillingDetails { get; set; } = BillingDetails.Empty;
    public AllowRedisplay AllowRedisplay { get; set; }

    /// <summary>The account that made the reference and alone can use it.</summary>
    public Guid? CredentialId { get; private set; }

    /// <summary>The gateway's cross reference (Cardstream: <c>xref</c>); null until the gateway has stored the card.</summary>
    public string? Reference { get; private set; }

    /// <summary>The kind of agreement that the reference stands for (<see cref="AgreementKind"/>); a charge moves it on only within its kind.</summary>
    public AgreementKind? ReferenceAgreement { get; private set; }

    /// <summary>What the issuer said to the last VERIFY; null if it did not object.</summary>
    public Decline? VerifyDecline { get; private set; }

    /// <summary>An agreement for charges off session was made: by a setup intent or a payment with <c>setup_future_usage</c>.</summary>
    public bool SetUp { get; private set; }

    /// <summary>When a payment first succeeded with it; without a customer that was its only use.</summary>
    public DateTimeOffset? UsedAt { get; private set; }

    public DateTimeOffset? DetachedAt { get; private set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }

    /// <summary>A new card that the gateway has not seen.</summary>
    public static PaymentMethod Of(NewCard card, string fingerprint, DateTimeOffset now) => new()
    {
        Id = PayId.New("pm", now),
        Brand = card.Number.Brand,
        Last4 = card.Number.Last4,
        ExpMonth = card.ExpiryMonth,
        ExpYear = card.ExpiryYear,
        Fingerprint = fingerprint,
        CreatedAt = now,
    };

    /// <summary>After a successful VERIFY or SALE: the reference moves on to this transaction, if it is of the same kind of agreement or the first.</summary>
    public void Stored(GatewayTransaction transaction, Guid credentialId, Agreement agreement)
    {
        Told(transaction);
        VerifyDecline = null;
        var kind = AgreementKinds.Of(agreement);
        if (transaction.Reference is not { } reference || (Reference is not null && CredentialId == credentialId && !kind.Follows(ReferenceAgreement))) return;
        (Reference, CredentialId, ReferenceAgreement) = (reference, credentialId, kind);
    }

    /// <summary>After a VERIFY that was not approved: the gateway knows the card, and we know what the issuer said.</summary>
    public void Refused(GatewayTransaction transaction, Guid credentialId, Agreement agreement, Decline decline)
    {
        Told(transaction);
        VerifyDecline = decline;
        if (Reference is null && transaction.Reference is { } reference)
            (Reference, CredentialId, ReferenceAgreement) = (reference, credentialId, AgreementKinds.Of(agreement));
    }

    /// <summary>Fills in what the gateway tells of the card, whatever became of the transaction.</summary>
    public void Told(GatewayTransaction transaction)
    {
        if (transaction.Card is { } card)
        {
            Brand = card.Brand is { } brand and not "unknown" ? brand : Brand;
            Funding = card.Funding ?? Funding;
            Country = card.Country ?? Country;
            Issuer = card.Issuer ?? Issuer;
        }
        Checks = new(transaction.Checks.Cvc ?? Checks.Cvc, transaction.Checks.AddressLine1 ?? Checks.AddressLine1, transaction.Checks.AddressPostalCode ?? Checks.AddressPostalCode);
    }

    /// <exception cref="Platform.Errors.StripeError">402 for a date of expiry that cannot be.</exception>
    public void Apply(PaymentMethodUpdate update, DateTimeOffset now)
    {
        var (month, year) = (update.ExpMonth ?? ExpMonth, update.ExpYear is { } sent ? CardInput.FullYear(sent) : ExpYear);
        if ((month, year) != (ExpMonth, ExpYear)) CardInput.CheckExpiry(month, year, now);
        (ExpMonth, ExpYear) = (month, year);
        BillingDetails = update.BillingDetails?.Over(BillingDetails) ?? BillingDetails;
        AllowRedisplay = update.AllowRedisplay ?? AllowRedisplay;
        Metadata = update.Metadata.Over(Metadata);
    }

    /// <summary>A payment succeeded with it.</summary>
    public void Used(DateTimeOffset now) => UsedAt ??= now;

    /// <summary>The shopper agreed to charges off session.</summary>
    public void MarkSetUp() => SetUp = true;

    public void AttachTo(string customerId) => CustomerId = customerId;

    /// <summary>Ends its use for good.</summary>
    public void Detach(DateTimeOffset now) => (CustomerId, DetachedAt) = (null, now);

    /// <summary>Erases what names a person.</summary>
    public void Erase() => (BillingDetails, Metadata) = (BillingDetails.Empty, []);
}

public sealed class PaymentMethodMap : IEntityTypeConfiguration<PaymentMethod>
{
    public void Configure(EntityTypeBuilder<PaymentMethod> method)
    {
        method.ToTable("pay_payment_methods", table =>
        {
            table.HasCheckConstraint("pay_payment_methods_last4_check", "last4 ~ '^[0-9]{4}$'");
            table.HasCheckConstraint("pay_payment_methods_exp_month_check", "exp_month between 1 and 12");
        });
        method.HasIndex(m => new { m.ProjectId, m.CustomerId });
        method.HasOne<Customer>().WithMany().HasForeignKey(m => new { m.ProjectId, m.CustomerId });
        method.HasOne<GatewayCredential>().WithMany().HasForeignKey(m => new { m.ProjectId, m.CredentialId });
        method.Property(m => m.Checks).HasJson();
        method.Property(m => m.BillingDetails).HasJson();
        method.Property(m => m.VerifyDecline).HasJson();
    }
}

public static class PaymentMethodTable
{
    extension(PayDb db)
    {
        public DbSet<PaymentMethod> PaymentMethods => db.Set<PaymentMethod>();
    }
}
