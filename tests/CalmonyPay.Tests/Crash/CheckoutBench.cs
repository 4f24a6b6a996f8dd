using CalmonyPay.Tests.Checkout;
using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.Crash;

/// <summary>When a host is killed that works on a checkout's form.</summary>
public enum Moment
{
    /// <summary>The session takes the form for its own; before that only what is to be paid at first for a subscription is made, with the subscription.</summary>
    TheFormIsWritten,

    /// <summary>A subscription's form is accepted, and its attempt not written down.</summary>
    TheFormIsAccepted,

    /// <summary>All is written down, and the gateway has not heard.</summary>
    TheGatewayIsAsked,

    /// <summary>The gateway has acted, and its answer is on its way.</summary>
    TheGatewayHasActed,

    /// <summary>The hold is written down, and the gateway has not heard of the capture.</summary>
    TheCaptureIsAsked,

    /// <summary>The money is taken, and the answer on its way.</summary>
    TheMoneyIsTaken,

    /// <summary>What the gateway said of the card is being written down.</summary>
    TheCardIsStored,

    /// <summary>The subscription is being opened: the first that a form does, but for a free trial, whose card is stored before.</summary>
    TheSubscriptionOpens,

    /// <summary>What ends the payment is written down, and not committed.</summary>
    TheSessionCompletes,
}

/// <summary>A host as a process whose checkout pages are sold from, killed, and started again; and what the gateway knows.</summary>
public sealed class CheckoutBench : IAsyncLifetime
{
    /// <summary>How long the gateway keeps an answer back, in milliseconds: until the last form has come on a busy machine, and shorter than a host waits.</summary>
    private const int AnswerAfter = 40_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Workers look often. How long a host is trusted to be at its work is as in production: how fast this machine is decides nothing.</summary>
    private static readonly Dictionary<string, string> Settings = new()
    {
        ["CalmonyPay__Gateway__Timeout"] = "00:00:45",
        ["CalmonyPay__Requests__AnswerWithin"] = "00:01:00",
        ["CalmonyPay__Requests__KeyLease"] = "00:01:00",
        ["CalmonyPay__Payments__Lease"] = "00:01:00",
        ["CalmonyPay__Payments__AuthenticationWithin"] = "00:30:00",
        ["CalmonyPay__Billing__Lease"] = "00:03:00",
        ["CalmonyPay__Setups__LookEvery"] = "00:00:00.3",
        ["CalmonyPay__Checkout__LookEvery"] = "00:00:00.3",
        ["CalmonyPay__Checkout__LookAgainAfter"] = "00:00:01",
        ["CalmonyPay__Checkout__PayRate__Burst"] = "1000",
    };

    private static readonly string[] Claimed = ["pay_checkout_sessions", "pay_invoices", "pay_subscriptions"];

    private CrashBench bench = null!;
    private int sold;

    public ApiClient Api => bench.Clients[0];

    /// <summary>A shop whose account asks for 3-D Secure.</summary>
    public ApiClient Secure { get; private set; } = null!;

    public GatewayAdmin Gateway => bench.Gateway;

    private HostProcess Host => bench.Hosts[0];

    public async Task InitializeAsync()
    {
        bench = await CrashBench.StartAsync(patient: true, Settings);
        Secure = new(Host.Url, await bench.ProjectAsync(secure: true));
        await Host.StartAsync();
        await StepGate.InstallAsync(bench);
    }

    public async Task DisposeAsync()
    {
        Secure.Dispose();
        await bench.DisposeAsync();
    }

    public Task<List<object?[]>> SqlAsync(string sql) => bench.SqlAsync(sql);

    /// <summary>A price that no other thing here has, by which the gateway's books are read.</summary>
    public int NewPrice() => 2000 + ++sold;

    /// <summary>Has the forms sent, kills the host when all are at the moment, and starts it again.</summary>
    /// <param name="asks">What the gateway is asked for first: <c>SALE</c>, <c>VERIFY</c>, or <c>CONTINUE</c> after the shopper was at the bank.</param>
    /// <param name="again">How often the host that is started then is killed at the same moment.</param>
    public async Task KillAsync(IReadOnlyCollection<Func<Task>> forms, Moment moment, string asks = "SALE", int again = 0)
    {
        var (step, action, faults) = PlaceOf(moment, asks);
        foreach (var fault in faults) await Gateway.FaultAsync(fault, ("action", action!), ("ms", AnswerAfter), ("count", forms.Count));
        await using var gate = step is { } closed ? await StepGate.CloseAsync(bench, closed) : null;
        var all = (action is null ? 0 : await RequestsAsync(action)) + forms.Count;
        var sent = forms.Select(send => send()).ToList();
        for (var kills = 0; kills <= again; kills++)
        {
            if (kills > 0) await Host.StartAsync();
            if (gate is not null) await gate.ReachedAsync(forms.Count);
            else while (await RequestsAsync(action!) < all) await Task.Delay(10);
            await Host.KillAsync();
            await SetForwardAsync(givenUp: moment == Moment.TheGatewayIsAsked);
        }
        foreach (var form in sent) await Assert.ThrowsAnyAsync<HttpRequestException>(() => form);
        if (gate is not null) await gate.DisposeAsync();
        await Host.StartAsync();
        await Gateway.ReleaseAsync();
    }

    /// <summary>The session, once it is true of it.</summary>
    public static async Task<Reply> UntilAsync(ApiClient api, string session, Func<Reply, Task<bool>> isSo)
    {
        for (var until = DateTime.UtcNow + Patience; ; await Task.Delay(100))
        {
            var now = await api.SeeAsync(session);
            if (await isSo(now)) return now;
            if (DateTime.UtcNow > until) throw new TimeoutException($"Still: {now.Body}");
        }
    }

    /// <summary>What the gateway has taken at this price, minor units each.</summary>
    public async Task<long[]> TakenAsync(int price) =>
        [.. (await Gateway.BooksAsync()).Where(t => t.Action == "SALE" && t.Amount == price && t.State is "captured" or "tendered" or "accepted").Select(t => t.AmountReceived)];

    /// <summary>How often the gateway holds this price without having taken it.</summary>
    public async Task<int> HeldAsync(int price) => (await Gateway.BooksAsync()).Count(t => t.Action == "SALE" && t.Amount == price && t.State == "approved");

    /// <summary>All books agree, once the workers have nothing left to do.</summary>
    public async Task AssertBooksAgreeAsync()
    {
        for (var until = DateTime.UtcNow + Patience; ; await Task.Delay(250))
        {
            var audit = new CrashAudit(bench);
            await audit.RunAsync();
            if (audit.Findings.Count == 0) return;
            if (DateTime.UtcNow > until) Assert.Fail(string.Join('\n', audit.Findings));
        }
    }

    /// <summary>While no host runs: the database lets go of the dead one, and so much time passes that nobody trusts it to be at its work any more.</summary>
    /// <param name="givenUp">And so much that a payment of which nobody tells is given up.</param>
    private async Task SetForwardAsync(bool givenUp)
    {
        await SqlAsync("select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()"); // they wait at the gate, and hold their rows
        await SqlAsync("update pay_payment_operations set lease_until = now() where finished_at is null");
        await SqlAsync("update pay_setup_intents set due_at = now() where status = 'processing'");
        foreach (var table in Claimed) await SqlAsync($"update {table} set claimed_until = now() where claimed_until is not null");
        if (givenUp) await SqlAsync("update pay_payment_attempts set submitted_at = submitted_at - interval '15 minutes', look_at = now() where status = 'submitted'");
    }

    private async Task<long> RequestsAsync(string action) => (await Gateway.CountersAsync()).GetValueOrDefault("request:" + action);

    private static (Step? Step, string? Action, string[] Faults) PlaceOf(Moment moment, string asks) => moment switch
    {
        Moment.TheFormIsWritten => (Step.AcceptForm, null, []),
        Moment.TheFormIsAccepted => (Step.TryPayment, null, []),
        Moment.TheGatewayIsAsked => (null, asks, ["delay", "drop_before"]),
        Moment.TheGatewayHasActed => (null, asks, ["delay_after", "callback_hold"]),
        Moment.TheCaptureIsAsked => (null, "CAPTURE", ["delay", "drop_before"]),
        Moment.TheMoneyIsTaken => (null, "CAPTURE", ["delay_after"]),
        Moment.TheCardIsStored => (Step.StoreCard, null, []),
        Moment.TheSubscriptionOpens => (Step.OpenSubscription, null, []),
        _ => (Step.Complete, null, []),
    };
}
