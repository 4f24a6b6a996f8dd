using CalmonyPay.Platform.Errors;
using CalmonyPay.Subscriptions;

namespace CalmonyPay.Tests.Subscriptions;

public sealed class LifecycleTests
{
    private static readonly SubscriptionStatus[] Statuses = Enum.GetValues<SubscriptionStatus>();
    private static readonly SubscriptionMove[] Moves = Enum.GetValues<SubscriptionMove>();

    [Theory]
    [InlineData(SubscriptionStatus.Canceled)]
    [InlineData(SubscriptionStatus.IncompleteExpired)]
    public void Nothing_leaves_what_is_over(SubscriptionStatus status) => Assert.All(Moves, move => Assert.False(SubscriptionLifecycle.Allows(status, move)));

    [Fact]
    public void Whatever_lives_can_be_cancelled() =>
        Assert.All(Statuses.Where(status => !SubscriptionLifecycle.IsOver(status)), status => Assert.Equal(SubscriptionStatus.Canceled, SubscriptionLifecycle.Next(status, SubscriptionMove.Cancel)));

    [Fact]
    public void Only_one_whose_first_invoice_is_open_expires() =>
        Assert.Equal([SubscriptionStatus.Incomplete], Statuses.Where(status => SubscriptionLifecycle.Allows(status, SubscriptionMove.Expire)));

    [Fact]
    public void Whatever_lives_takes_news_of_its_invoices() => Assert.All(
        Statuses.Where(status => !SubscriptionLifecycle.IsOver(status)),
        status => Assert.All((SubscriptionMove[])[SubscriptionMove.Pay, SubscriptionMove.Fail], move => Assert.True(SubscriptionLifecycle.Allows(status, move), $"{status} {move}")));

    [Fact]
    public void A_refused_move_says_what_the_subscription_is() =>
        Assert.Contains("canceled", Assert.Throws<StripeError>(() => SubscriptionLifecycle.Next(SubscriptionStatus.Canceled, SubscriptionMove.Resume)).Message, StringComparison.Ordinal);
}
