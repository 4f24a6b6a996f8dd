using CalmonyPay.Customers;
using CalmonyPay.Platform.Contacts;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Monies;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.PaymentIntents;

/// <summary>When the money is taken: in the confirmation, or by the merchant's capture.</summary>
[PgEnum("pay_capture_method")]
public enum CaptureMethod { Automatic, AutomaticAsync, Manual }

[PgEnum("pay_confirmation_method")]
public enum ConfirmationMethod { Automatic, Manual }

[PgEnum("pay_future_usage")]
public enum FutureUsage { OnSession, OffSession }

[PgEnum("pay_cancellation_reason")]
public enum CancellationReason { Abandoned, Automatic, Duplicate, Expired, FailedInvoice, Fraudulent, RequestedByCustomer, VoidInvoice }

/// <summary>An order to be paid: what is owed, and how far it has got. Its tries at moving money are attempts (charges).</summary>
public sealed class PaymentIntent : IProjectOwned, IEventSource
{
    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public PaymentIntentStatus Status { get; private set; }

    /// <summary>Minor units.</summary>
    public required long Amount { get; set; }

    /// <summary>ISO 4217, lower case.</summary>
    public required string Currency { get; set; }

    public long AmountCapturable { get; set; }
    public long AmountReceived { get; set; }
    public CaptureMethod CaptureMethod { get; set; }
    public ConfirmationMethod ConfirmationMethod { get; set; }
    public string? CustomerId { get; set; }
    public string? PaymentMethodId { get; private set; }

    /// <summary>The newest attempt. Not a foreign key: the attempt has one to the intent.</summary>
    public string? LatestChargeId { get; private set; }

    public FutureUsage? SetupFutureUsage { get; set; }
    public bool OffSession { get; set; }
    public string? Description { get; set; }
    public string? ReceiptEmail { get; set; }
    public string? StatementDescriptor { get; set; }
    public string? StatementDescriptorSuffix { get; set; }
    public Shipping? Shipping { get; set; }
    public AutomaticPaymentMethods? AutomaticPaymentMethods { get; set; }
    public CardOptions? CardOptions { get; set; }
    public PaymentError? LastPaymentError { get; private set; }
    public string? ReturnUrl { get; set; }

    /// <summary>What the shopper has to do next; set while the status is <c>requires_action</c>.</summary>
    public NextAction? NextAction { get; private set; }

    public DateTimeOffset? CanceledAt { get; private set; }
    public CancellationReason? CancellationReason { get; private set; }

    /// <summary>The gateway, the credential's profile, and the gateway's reference of the attempt that counts.</summary>
    public string? GatewayName { get; set; }
    public string? GatewayReference { get; set; }

    /// <summary>The merchant's name of the order (<c>metadata[order_id]</c>, else the intent's id), as the gateway's records show it.</summary>
    public string? OrderReference { get; set; }

    public string? CustomerPhone { get; set; }

    /// <summary>The gateway's last answer, all fields but signature and card data.</summary>
    public string? CanonicalPayload { get; set; }

    /// <summary>The invoice that it pays. Not a foreign key: the invoice has one to the intent.</summary>
    public string? InvoiceId { get; init; }

    /// <summary>The checkout session that it pays. Not a foreign key: the session has one to the intent.</summary>
    public string? CheckoutSessionId { get; init; }

    /// <summary>Made for an old-style charge: it is not shown, and nothing is told of it.</summary>
    public bool OldStyle { get; init; }

    public string? TransferGroup { get; set; }
    public Dictionary<string, string> Metadata { get; set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }

    public Money Money => new(Amount, Platform.Monies.Currency.Of(Currency));

    public static PaymentIntent For(Money amount, DateTimeOffset now, bool oldStyle = false, string? invoiceId = null, string? checkoutSessionId = null) => new()
    {
        CheckoutSessionId = checkoutSessionId,
        OldStyle = oldStyle,
        InvoiceId = invoiceId,
        Id = PayId.New("pi", now),
        Amount = amount.Minor,
        Currency = amount.Currency.Code,
        CreatedAt = now,
        Status = PaymentIntentStatus.RequiresPaymentMethod,
    };

    /// <summary>The one writer of the status.</summary>
    private void Move(PaymentIntentMove move) => Status = PaymentIntentLifecycle.Next(Status, move);

    public void PayWith(string paymentMethod)
    {
        Move(PaymentIntentMove.Name);
        (PaymentMethodId, NextAction) = (paymentMethod, null);
    }

    public void Submit(string charge)
    {
        Move(PaymentIntentMove.Submit);
        (LatestChargeId, NextAction, LastPaymentError) = (charge, null, null);
    }

    public void Challenge(NextAction next)
    {
        Move(PaymentIntentMove.Challenge);
        NextAction = next;
    }

    public void Hold(long capturable)
    {
        Move(PaymentIntentMove.Hold);
        AmountCapturable = capturable;
    }

    /// <summary>A capture goes to the gateway.</summary>
    public void Capture() => Move(PaymentIntentMove.Capture);

    public void Settle(long received)
    {
        Move(PaymentIntentMove.Settle);
        (AmountReceived, AmountCapturable) = (received, 0);
    }

    /// <summary>The attempt failed; the card is spent for this intent, as Stripe has it.</summary>
    public void Decline(PaymentError error)
    {
        Move(PaymentIntentMove.Decline);
        (PaymentMethodId, LastPaymentError, NextAction, AmountCapturable) = (null, error, null, 0);
    }

    public void Cancel(CancellationReason? reason, DateTimeOffset now)
    {
        Move(PaymentIntentMove.Cancel);
        (CanceledAt, CancellationReason, AmountCapturable, NextAction) = (now, reason, 0, null);
    }

    public void Reject(PaymentError error)
    {
        Move(PaymentIntentMove.Reject);
        (AmountReceived, PaymentMethodId, LastPaymentError) = (0, null, error);
    }

    /// <summary>True while capture is ours to do once the hold stands.</summary>
    public bool CapturesItself => CaptureMethod != CaptureMethod.Manual;
}

public sealed record AutomaticPaymentMethods(string? AllowRedirects, bool Enabled);

/// <param name="RequestThreeDSecure"><c>automatic</c>, <c>any</c> or <c>challenge</c>.</param>
public sealed record CardOptions(string RequestThreeDSecure, bool CaptureManually);

/// <summary>What the shopper has to do.</summary>
/// <param name="Url">Our page.</param>
/// <param name="ReturnUrl">The merchant's, where the page ends.</param>
public sealed record NextAction(string Url, string? ReturnUrl);

/// <summary>Why the last attempt failed, as Stripe shows it on the intent.</summary>
/// <param name="PaymentMethod">The card that was tried, as the API showed it, JSON.</param>
public sealed record PaymentError(string Type, string Code, string? DeclineCode, string? AdviceCode, string Message, string? Charge, Platform.Json.RawJson? PaymentMethod);

public sealed class PaymentIntentMap : IEntityTypeConfiguration<PaymentIntent>
{
    public void Configure(EntityTypeBuilder<PaymentIntent> intent)
    {
        intent.ToTable("pay_payment_intents", table =>
        {
            table.HasCheckConstraint("pay_payment_intents_amount_check", "amount > 0 and amount_capturable >= 0 and amount_received >= 0");
            table.HasCheckConstraint("pay_payment_intents_captured_check", "amount_received <= amount and amount_capturable <= amount");
            table.HasCheckConstraint("pay_payment_intents_currency_check", "currency ~ '^[a-z]{3}$'");
        });
        intent.Ignore(i => i.Money).Ignore(i => i.CapturesItself);
        intent.HasIndex(i => new { i.ProjectId, i.Status });
        intent.HasIndex(i => new { i.ProjectId, i.CustomerId });
        intent.HasOne<Customer>().WithMany().HasForeignKey(i => new { i.ProjectId, i.CustomerId });
        intent.Property(i => i.Shipping).HasJson();
        intent.Property(i => i.AutomaticPaymentMethods).HasJson();
        intent.Property(i => i.CardOptions).HasJson();
        intent.Property(i => i.LastPaymentError).HasJson();
        intent.Property(i => i.NextAction).HasJson();
        intent.Property(i => i.CanonicalPayload).HasColumnType("jsonb");
    }
}

public static class PaymentIntentTable
{
    extension(PayDb db)
    {
        public DbSet<PaymentIntent> PaymentIntents => db.Set<PaymentIntent>();
    }
}
