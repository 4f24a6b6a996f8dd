using System.ComponentModel.DataAnnotations;

namespace CalmonyPay.PaymentIntents;

/// <summary>The times of a payment's life. Each is an option so that tests can shorten it.</summary>
public sealed record PaymentOptions
{
    /// <summary>How long the host that works on a charge is trusted to be at it: the gateway client's timeout and 15 s.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>How long a second request for a charge waits before it is told <c>lock_timeout</c>.</summary>
    public TimeSpan LockWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A request whose answer was lost is sent again after this: whether the gateway's duplicate check sees one that still runs is not documented.</summary>
    public TimeSpan RepeatAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>An authorisation without an outcome is given up after this.</summary>
    public TimeSpan UnknownOutcomeAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>A step whose base transaction is known is asked after again after this, growing with every look.</summary>
    public TimeSpan AskAgainAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A hold that nobody captures is cancelled after this.</summary>
    public TimeSpan HoldFor { get; set; } = TimeSpan.FromDays(7);

    /// <summary>After the last leg of an authentication: then the payment is queried, cancelled and failed.</summary>
    public TimeSpan AuthenticationWithin { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How often the gateway is asked whether a captured charge has settled.</summary>
    public TimeSpan AskForSettlementEvery { get; set; } = TimeSpan.FromHours(6);

    /// <summary>A refund whose answer was lost is repeated until then; the gateway tells duplicates apart for 9999 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "02:30:00")] public TimeSpan RepeatRefundWithin { get; set; } = TimeSpan.FromSeconds(9000);

    /// <summary>How long a merchant has to answer a dispute; shown, and enforced by the bank.</summary>
    public TimeSpan EvidenceWithin { get; set; } = TimeSpan.FromDays(7);

    /// <summary>When captured funds are expected to be available; the gateway's word decides.</summary>
    public TimeSpan FundsAvailableAfter { get; set; } = TimeSpan.FromDays(2);

    /// <summary>How long card data may be kept in this host's memory for an attempt without an outcome.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")] public TimeSpan CardInMemory { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often the worker looks for what is due.</summary>
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many charges a worker is at work on at the same time: a gateway that keeps one waiting holds up no other.</summary>
    [Range(1, 100)] public int AtOnce { get; set; } = 8;

    /// <summary>How many charges one look takes on.</summary>
    [Range(1, 10_000)] public int Batch { get; set; } = 50;
}
