using System.Collections.Concurrent;
using CalmonyPay.Gateways;
using SecurityCode = CalmonyPay.Cardstream.SecurityCode;

namespace CalmonyPay.PaymentIntents.Flow;

/// <summary>
/// Card data in this host's memory alone, ten minutes at most: of attempts whose outcome is not known yet, the one thing that lets a lost
/// authorisation be asked for again; and of new payment methods whose shopper has yet to come to our page.
/// </summary>
public sealed class CardVault : IDisposable
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(10);

    private readonly PaymentOptions options;
    private readonly TimeProvider clock;
    private readonly ITimer sweeping;
    private readonly ConcurrentDictionary<string, (NewCard Card, DateTimeOffset Until)> cards = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (SecurityCode Code, DateTimeOffset Until)> codes = new(StringComparer.Ordinal);

    public CardVault(PaymentOptions options, TimeProvider clock)
    {
        (this.options, this.clock) = (options, clock);
        sweeping = clock.CreateTimer(_ => Sweep(), null, SweepEvery, SweepEvery); // in every host, whatever its role
    }

    /// <param name="id">The attempt, or the payment method.</param>
    /// <param name="card">Its card.</param>
    public void Keep(string id, NewCard card) => cards[id] = (card, clock.GetUtcNow() + options.CardInMemory);

    public NewCard? Find(string id) => cards.TryGetValue(id, out var kept) && kept.Until > clock.GetUtcNow() ? kept.Card : null;

    /// <summary>The security code that a shopper gave anew for a card that the gateway has.</summary>
    public void Keep(string attemptId, SecurityCode code) => codes[attemptId] = (code, clock.GetUtcNow() + options.CardInMemory);

    public SecurityCode? CodeOf(string attemptId) => codes.TryGetValue(attemptId, out var kept) && kept.Until > clock.GetUtcNow() ? kept.Code : null;

    public void Forget(string id)
    {
        cards.TryRemove(id, out _);
        codes.TryRemove(id, out _);
    }

    /// <summary>Drops what is too old, whatever became of its attempt.</summary>
    private void Sweep()
    {
        foreach (var (id, kept) in cards)
            if (kept.Until <= clock.GetUtcNow()) cards.TryRemove(id, out _);
        foreach (var (id, kept) in codes)
            if (kept.Until <= clock.GetUtcNow()) codes.TryRemove(id, out _);
    }

    public void Dispose() => sweeping.Dispose();
}
