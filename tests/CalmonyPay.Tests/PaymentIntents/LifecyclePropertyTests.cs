using CalmonyPay.PaymentIntents;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Tests.PaymentIntents;

/// <summary>Walks through every move from every status: whatever the moves, some things never happen.</summary>
public sealed class LifecyclePropertyTests
{
    private static readonly PaymentIntentStatus[] IntentStatuses = Enum.GetValues<PaymentIntentStatus>();
    private static readonly PaymentIntentMove[] IntentMoves = Enum.GetValues<PaymentIntentMove>();
    private static readonly AttemptStatus[] AttemptStatuses = Enum.GetValues<AttemptStatus>();
    private static readonly AttemptMove[] AttemptMoves = Enum.GetValues<AttemptMove>();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Fact]
    public void Nothing_leaves_canceled() =>
        Assert.All(IntentMoves, move => Assert.False(PaymentIntentLifecycle.Allows(PaymentIntentStatus.Canceled, move)));

    [Fact]
    public void Only_a_refused_settlement_leaves_succeeded() =>
        Assert.Equal([PaymentIntentMove.Reject], IntentMoves.Where(move => PaymentIntentLifecycle.Allows(PaymentIntentStatus.Succeeded, move)));

    [Fact]
    public void Nothing_is_canceled_while_a_gateway_is_at_work_on_it() =>
        Assert.False(PaymentIntentLifecycle.Allows(PaymentIntentStatus.Processing, PaymentIntentMove.Cancel));

    [Fact]
    public void Success_comes_from_processing_alone() =>
        Assert.Equal([PaymentIntentStatus.Processing], IntentStatuses.Where(from => IntentMoves.Any(move => Leads(from, move, PaymentIntentStatus.Succeeded))));

    [Fact]
    public void Every_status_is_reached_and_every_open_one_can_still_be_ended()
    {
        Assert.Equal(IntentStatuses, Reach(PaymentIntentStatus.RequiresPaymentMethod, IntentNext).Order());
        foreach (var open in IntentStatuses.Except([PaymentIntentStatus.Canceled, PaymentIntentStatus.Succeeded]))
        {
            Assert.Contains(PaymentIntentStatus.Canceled, Reach(open, IntentNext));
            Assert.Contains(PaymentIntentStatus.Succeeded, Reach(open, IntentNext));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_refused_move_names_the_status_and_changes_nothing(int seed)
    {
        var dice = new Random(seed);
        var status = PaymentIntentStatus.RequiresPaymentMethod;
        for (var step = 0; step < 500; step++)
        {
            var move = IntentMoves[dice.Next(IntentMoves.Length)];
            if (PaymentIntentLifecycle.Allows(status, move))
            {
                Assert.NotEqual(PaymentIntentStatus.Canceled, status);
                status = PaymentIntentLifecycle.Next(status, move);
                continue;
            }
            var refused = Assert.Throws<StripeError>(() => PaymentIntentLifecycle.Next(status, move));
            Assert.Equal((400, "payment_intent_unexpected_state"), (refused.Status, refused.Code));
            if (status == PaymentIntentStatus.Canceled) status = PaymentIntentStatus.RequiresPaymentMethod; // another intent
        }
    }

    [Fact]
    public void An_attempt_that_ended_without_money_stays_ended()
    {
        foreach (var ended in (AttemptStatus[])[AttemptStatus.Declined, AttemptStatus.Canceled, AttemptStatus.Abandoned, AttemptStatus.Failed, AttemptStatus.Rejected])
            Assert.All(AttemptMoves, move => Assert.False(AttemptLifecycle.Allows(ended, move), $"{ended} leaves by {move}"));
    }

    [Fact]
    public void Money_once_taken_is_voided_or_refused_and_nothing_else() =>
        Assert.Equal([AttemptMove.Cancel, AttemptMove.Reject], AttemptMoves.Where(move => AttemptLifecycle.Allows(AttemptStatus.Captured, move)));

    [Fact]
    public void No_attempt_is_captured_twice()
    {
        Assert.False(AttemptLifecycle.Allows(AttemptStatus.Captured, AttemptMove.Capture));
        Assert.DoesNotContain(AttemptStatus.Captured, Reach(AttemptStatus.Captured, AttemptNext).Skip(1));
    }

    /// <summary>Where it is unknown whether money moved, time alone decides nothing.</summary>
    [Fact]
    public void An_unresolved_attempt_is_never_abandoned_or_canceled_unseen() =>
        Assert.All((AttemptMove[])[AttemptMove.Abandon, AttemptMove.Cancel], move => Assert.False(AttemptLifecycle.Allows(AttemptStatus.Unresolved, move)));

    [Fact]
    public void Every_status_of_an_attempt_is_reached() =>
        Assert.Equal(AttemptStatuses, Reach(AttemptStatus.Submitted, AttemptNext).Order());

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_walk_through_an_attempt_always_ends(int seed)
    {
        var dice = new Random(seed);
        for (var walk = 0; walk < 200; walk++)
        {
            var (status, steps) = (AttemptStatus.Submitted, 0);
            // Authentication may take many legs; everything else leads on.
            while (AttemptMoves.Where(move => move != AttemptMove.Challenge && AttemptLifecycle.Allows(status, move)).ToArray() is { Length: > 0 } open)
            {
                status = AttemptLifecycle.Next(status, open[dice.Next(open.Length)]);
                Assert.True(++steps < 10, "a circle");
            }
        }
    }

    private static bool Leads(PaymentIntentStatus from, PaymentIntentMove move, PaymentIntentStatus to) =>
        PaymentIntentLifecycle.Allows(from, move) && PaymentIntentLifecycle.Next(from, move) == to;

    private static IEnumerable<PaymentIntentStatus> IntentNext(PaymentIntentStatus from) =>
        IntentMoves.Where(move => PaymentIntentLifecycle.Allows(from, move)).Select(move => PaymentIntentLifecycle.Next(from, move));

    private static IEnumerable<AttemptStatus> AttemptNext(AttemptStatus from) =>
        AttemptMoves.Where(move => AttemptLifecycle.Allows(from, move)).Select(move => AttemptLifecycle.Next(from, move));

    /// <summary>The start, and all that can come of it.</summary>
    private static List<T> Reach<T>(T start, Func<T, IEnumerable<T>> next)
    {
        List<T> reached = [start];
        for (var i = 0; i < reached.Count; i++)
            foreach (var to in next(reached[i]))
                if (!reached.Contains(to)) reached.Add(to);
        return reached;
    }
}
