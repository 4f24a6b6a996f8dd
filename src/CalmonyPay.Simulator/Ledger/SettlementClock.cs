using CalmonyPay.Simulator.Callbacks;

namespace CalmonyPay.Simulator.Ledger;

/// <summary>Runs the settlement at the interval that the options name.</summary>
internal sealed class SettlementClock(
    Settlement settlement, CallbackDesk callbacks, SimulatorOptions options, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.SettleEvery <= 0) return;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.SettleEvery), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var changed in settlement.Run().Notices) callbacks.Tell(changed);
        }
    }
}
