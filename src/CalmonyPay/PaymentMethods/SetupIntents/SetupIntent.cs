using CalmonyPay.Customers;
using CalmonyPay.Gateways;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Json;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Tenancy;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CalmonyPay.PaymentMethods.SetupIntents;

/// <summary>How the card will be charged later.</summary>
[PgEnum("pay_setup_intent_usage")]
public enum SetupUsage { OffSession, OnSession }

[PgEnum("pay_setup_cancellation_reason")]
public enum SetupCancellationReason { Abandoned, Duplicate, RequestedByCustomer }

/// <summary>The wish to keep a card for later charges; no money moves.</summary>
public sealed class SetupIntent : IProjectOwned, IEventSource
{
    public required string Id { get; init; }
    public Guid ProjectId { get; private init; }
    public bool Livemode { get; private init; }
    public SetupIntentStatus Status { get; private set; }
    public string? CustomerId { get; private set; }
    public string? PaymentMethodId { get; private set; }
    public SetupUsage Usage { get; private set; }
    public string? Description { get; private set; }
    public SetupCancellationReason? CancellationReason { get; private set; }

    /// <summary>The newest try (<c>setatt_…</c>).</summary>
    public string? LatestAttemptId { get; private set; }

    public SetupError? LastSetupError { get; private set; }

    /// <summary>Where the shopper goes after authenticating.</summary>
    public string? ReturnUrl { get; private set; }

    /// <summary>Our page, while the shopper has to authenticate.</summary>
    public string? NextActionUrl { get; private set; }

    /// <summary>Null where the client named payment method types itself.</summary>
    public SetupAutomaticMethods? AutomaticPaymentMethods { get; private init; }

    /// <summary><c>automatic</c>, <c>any</c> or <c>challenge</c>.</summary>
    public string RequestThreeDSecure { get; private set; } = "automatic";

    /// <summary>While processing: until when its host is trusted to be at it. While it waits for the shopper: until when.</summary>
    public DateTimeOffset? DueAt { get; private set; }

    public Dictionary<string, string> Metadata { get; private set; } = [];
    public required DateTimeOffset CreatedAt { get; init; }
    public long EventSequence { get; set; }
    public string? LastEventId { get; set; }

    public static SetupIntent From(SetupIntentCreate create, DateTimeOffset now)
    {
        var intent = new SetupIntent { Id = PayId.New("seti", now), CreatedAt = now, Usage = create.Usage, AutomaticPaymentMethods = create.Automatic };
        intent.Apply(create.Fields);
        return intent;
    }

    public void Apply(SetupIntentFields fields)
    {
        CustomerId = fields.Customer.Over(CustomerId);
        Description = fields.Description.Over(Description);
        RequestThreeDSecure = fields.RequestThreeDSecure ?? RequestThreeDSecure;
        Metadata = fields.Metadata.Over(Metadata);
    }

    public void Name(string paymentMethod)
    {
        Move(SetupIntentMove.Name);
        (PaymentMethodId, NextActionUrl, DueAt) = (paymentMethod, null, null);
    }

    /// <param name="until">How long the host that works on it is trusted.</param>
    public void Submit(SetupAttempt attempt, string? returnUrl, DateTimeOffset until)
    {
        Move(SetupIntentMove.Submit);
        (LatestAttemptId, ReturnUrl, NextActionUrl, DueAt) = (attempt.Id, returnUrl ?? ReturnUrl, null, until);
    }

    public void Challenge(string url, DateTimeOffset until)
    {
        Move(SetupIntentMove.Challenge);
        (NextActionUrl, DueAt) = (url, until);
    }

    public void Succeed()
    {
        Move(SetupIntentMove.Succeed);
        (LastSetupError, NextActionUrl, DueAt) = (null, null, null);
    }

    public void Decline(SetupError error)
    {
        Move(SetupIntentMove.Decline);
        (LastSetupError, PaymentMethodId, NextActionUrl, DueAt) = (error, null, null, null);
    }

    public void Cancel(SetupCancellationReason? reason)
    {
        Move(SetupIntentMove.Cancel);
        (CancellationReason, NextActionUrl, DueAt) = (reason, null, null);
    }

    private void Move(SetupIntentMove move) => Status = SetupIntentLifecycle.Next(Status, move);
}

/// <param name="AllowRedirects"><c>always</c> or <c>never</c>.</param>
public sealed record SetupAutomaticMethods(string AllowRedirects, bool Enabled);

/// <summary>Why a try failed, in Stripe's words, with the card as it was then.</summary>
public sealed record SetupError(
    string Type, string Code, string Message, [property: OmitNull] string? DeclineCode, [property: OmitNull] string? AdviceCode, [property: OmitNull] RawJson? PaymentMethod)
{
    public string DocUrl => $"https://stripe.com/docs/error-codes/{Code.Replace('_', '-')}";

    public static SetupError Of(Decline decline, PaymentMethod? method)
    {
        var told = decline.ToError();
        return new(told.Type, decline.Code, decline.Message, decline.DeclineCode, decline.AdviceCode, method is null ? null : new(PayJson.Text(PaymentMethodResponse.Of(method))));
    }
}

public sealed class SetupIntentMap : IEntityTypeConfiguration<SetupIntent>
{
    public void Configure(EntityTypeBuilder<SetupIntent> intent)
    {
        intent.ToTable("pay_setup_intents");
        intent.HasIndex(i => new { i.ProjectId, i.CustomerId });
        intent.HasIndex(i => i.DueAt).HasFilter("due_at is not null");
        intent.HasOne<Customer>().WithMany().HasForeignKey(i => new { i.ProjectId, i.CustomerId });
        intent.HasOne<PaymentMethod>().WithMany().HasForeignKey(i => new { i.ProjectId, i.PaymentMethodId });
        intent.Property(i => i.LastSetupError).HasJson();
        intent.Property(i => i.AutomaticPaymentMethods).HasJson();
    }
}

public static class SetupIntentTables
{
    extension(PayDb db)
    {
        public DbSet<SetupIntent> SetupIntents => db.Set<SetupIntent>();
        public DbSet<SetupAttempt> SetupAttempts => db.Set<SetupAttempt>();
    }
}
