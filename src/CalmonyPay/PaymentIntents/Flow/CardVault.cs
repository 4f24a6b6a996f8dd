using System.Collections.Concurrent;
using CalmonyPay.Gateways;

namespace CalmonyPay.PaymentIntents.Flow;

/// <summary>
/// Card data of attempts whose outcome is not known yet, in this host's memory alone, ten minutes at most: the one thing
/// that lets a lost authorisation be asked for again.
/// </summary>
public sealed class CardVault(PaymentOptions options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, (NewCard Card, DateTimeOffset Until)> cards = new(StringComparer.Ordinal);

    public void Keep(string attemptId, NewCard card) => cards[attemptId] = (card, clock.GetUtcNow() + options.CardInMemory);

    public NewCard? Find(string attemptId) => cards.TryGetValue(attemptId, out var kept) && kept.Until > clock.GetUtcNow() ? kept.Card : null;

    public void Forget(string attemptId) => cards.TryRemove(attemptId, out _);

    /// <summary>Drops what is too old, whatever became of its attempt.</summary>
    public void Sweep()
    {
        foreach (var (id, kept) in cards)
            if (kept.Until <= clock.GetUtcNow()) cards.TryRemove(id, out _);
    }
}
