using CalmonyPay.Simulator.Admin;

namespace CalmonyPay.Simulator.Faults;

/// <summary>The faults that are switched on. A request draws those that strike it, once, when it arrives.</summary>
public sealed class FaultBook(Counters counters)
{
    private readonly Lock gate = new();
    private readonly List<Fault> faults = [];
    private readonly Dictionary<int, Random> dice = [];
    private int lastId;

    public IReadOnlyList<Fault> All
    {
        get { lock (gate) return [.. faults]; }
    }

    public Fault Add(Fault fault)
    {
        lock (gate)
        {
            var added = fault with { Id = ++lastId };
            faults.Add(added);
            dice[added.Id] = new Random(added.Seed);
            return added;
        }
    }

    /// <summary>Switches one fault off, or all of them.</summary>
    public int Remove(int? id)
    {
        lock (gate) return faults.RemoveAll(f => id is null || f.Id == id);
    }

    /// <param name="action">The request's action.</param>
    /// <param name="transactionUnique">The request's own reference, or that of the transaction it speaks of.</param>
    /// <param name="merchantID">The request's account.</param>
    /// <param name="kind">Only this kind, for a place where no other can strike; without it, all but <c>method_silent</c>.</param>
    public IReadOnlyList<Fault> Draw(string action, string? transactionUnique, string? merchantID, string? kind = null)
    {
        lock (gate)
        {
            List<Fault> drawn = [];
            for (var i = 0; i < faults.Count; i++)
            {
                var fault = faults[i];
                if (kind is null ? fault.Kind == FaultKinds.MethodSilent : fault.Kind != kind) continue;
                if (fault.Count is 0 || !Matches(fault, action, transactionUnique, merchantID)) continue;
                if (fault.Skip > 0)
                {
                    faults[i] = fault with { Skip = fault.Skip - 1 };
                    continue;
                }

                if (dice[fault.Id].NextDouble() >= fault.Probability) continue;
                faults[i] = fault with { Hits = fault.Hits + 1, Count = fault.Count - 1 };
                drawn.Add(fault);
                counters.Add("fault:" + fault.Kind);
            }

            return drawn;
        }
    }

    private static bool Matches(Fault fault, string action, string? transactionUnique, string? merchantID) =>
        (fault.Action is null || fault.Action == action)
        && (fault.TransactionUnique is null || fault.TransactionUnique == transactionUnique)
        && (fault.MerchantID is null || fault.MerchantID == merchantID);
}
