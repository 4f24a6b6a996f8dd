using CalmonyPay.Ledger;
using CalmonyPay.Tests.Platform;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;

namespace CalmonyPay.Tests.Ledger;

/// <summary>Whatever happens to charges, in whatever order: nothing appears, nothing is lost, and the balance is what a till would count.</summary>
public sealed class LedgerInvariantTests(PayApi api) : IClassFixture<PayApi>
{
    private enum Move { Charge, Refund, RefundFailed, Settle, Fail, Dispute, DisputeReversed, Fold }

    private sealed record Step(Move Move, int Which, int Size);

    [Fact]
    public void After_any_history_all_accounts_together_hold_zero_and_the_balance_is_the_sum_of_its_transactions()
    {
        var step = from move in Gen.Elements(Enum.GetValues<Move>())
                   from which in Gen.Choose(0, 1000)
                   from size in Gen.Choose(1, 5000)
                   select new Step(move, which, size);
        Prop.ForAll(Gen.ListOf(step, 12).ToArbitrary(), steps => Task.Run(() => HoldsAsync([.. steps])).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    private async Task HoldsAsync(IReadOnlyList<Step> steps)
    {
        var till = new Till(api);
        var (pending, available) = await api.A.BalanceAsync("gbp");
        await till.PlayAsync(new(Move.Charge, 0, 2500));
        foreach (var step in steps) await till.PlayAsync(step);

        Assert.Equal((pending + till.Pending, available + till.Available), await api.A.BalanceAsync("gbp"));
        Assert.Empty(await api.SqlAsync("select transaction_id from pay_ledger_entries group by project_id, transaction_id, step, currency having sum(amount) <> 0"));
        Assert.Empty(await api.SqlAsync("""
            select t.id from pay_balance_transactions t where t.net <> (
                select coalesce(sum(e.amount), 0) from pay_ledger_entries e where e.project_id = t.project_id and e.transaction_id = t.id
                and e.account = case t.status when 'pending' then 'merchant_pending' else 'merchant_available' end::pay_ledger_account)
            """));
        Assert.Empty(await api.SqlAsync("""
            select from (select account, sum(amount) from pay_ledger_entries where account in ('merchant_pending', 'merchant_available') group by account having sum(amount) <> 0) entries
            full join (select account, sum(amount) from pay_ledger_balances group by account having sum(amount) <> 0) parts using (account, sum)
            where entries is null or parts is null
            """));
    }

    /// <summary>Plays the steps that make sense, and counts by hand what they do.</summary>
    private sealed class Till(PayApi api)
    {
        private sealed class Sale(BalanceTransaction booked)
        {
            public BalanceTransaction Booked => booked;
            public long Kept { get; set; } = booked.Amount;
            public long Net { get; set; } = booked.Net;
            public bool Settled { get; set; }
            public bool Over { get; set; }
            public List<(string Id, long Amount)> Refunds { get; } = [];
        }

        private readonly List<Sale> sales = [];
        private readonly List<(string Id, long Amount)> disputes = [];

        public long Pending { get; private set; }
        public long Available { get; private set; }

        public async Task PlayAsync(Step step)
        {
            var sale = sales.Count == 0 ? null : sales[step.Which % sales.Count];
            switch (step.Move)
            {
                case Move.Charge:
                    var booked = await api.BookAsync(l => l.Charge(Books.NewId("ch"), Books.Gbp(step.Size), Books.Gbp(step.Which % 3), Books.Tomorrow, null));
                    sales.Add(new(booked));
                    Pending += booked.Net;
                    break;
                case Move.Refund when sale is { Over: false, Kept: > 0 }:
                    var refund = (Id: Books.NewId("re"), Amount: Math.Min(step.Size, sale.Kept));
                    await api.BookAsync(l => l.Refund(refund.Id, sale.Booked.SourceId, Books.Gbp(refund.Amount), sale.Settled));
                    sale.Refunds.Add(refund);
                    Change(sale, -refund.Amount);
                    break;
                case Move.RefundFailed when sale is { Over: false, Refunds.Count: > 0 }:
                    var failed = sale.Refunds[0];
                    sale.Refunds.RemoveAt(0);
                    await api.BookAsync(l => l.RefundFailed(failed.Id, sale.Booked.SourceId, Books.Gbp(failed.Amount), sale.Settled));
                    Change(sale, failed.Amount);
                    break;
                case Move.Settle when sale is not null:
                    await api.SettleAsync(sale.Booked);
                    Settle(sale);
                    break;
                case Move.Fail when sale is { Over: false }:
                    await api.FailAsync(sale.Booked);
                    Settle(sale);
                    Change(sale, -sale.Net);
                    sale.Over = true;
                    break;
                case Move.Dispute:
                    var dispute = (Id: Books.NewId("dp"), Amount: (long)step.Size);
                    await api.BookAsync(l => l.DisputeOpened(dispute.Id, Books.Gbp(dispute.Amount), Books.Gbp(15)));
                    disputes.Add(dispute);
                    Available -= dispute.Amount + 15;
                    break;
                case Move.DisputeReversed when disputes.Count > 0:
                    var won = disputes[0];
                    disputes.RemoveAt(0);
                    await api.BookAsync(l => l.DisputeReversed(won.Id, Books.Gbp(won.Amount)));
                    Available += won.Amount;
                    break;
                case Move.Fold:
                    await api.Services.GetRequiredService<BalanceFolding>().FoldAsync(CancellationToken.None);
                    break;
            }
        }

        private void Change(Sale sale, long by)
        {
            sale.Kept += by;
            sale.Net += by;
            if (sale.Settled) Available += by;
            else Pending += by;
        }

        private void Settle(Sale sale)
        {
            if (sale.Settled) return;
            Pending -= sale.Net;
            Available += sale.Net;
            sale.Settled = true;
        }
    }
}
