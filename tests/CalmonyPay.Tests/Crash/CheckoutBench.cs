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
    /// <summary>How long the gateway keeps an answer back, in milliseconds: long enough for several forms to come, and shorter than a host waits.</summary>
    private const int AnswerAfter = 3500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["CalmonyPay__Payments__UnknownOutcomeAfter"] = "00:00:08",
        ["CalmonyPay__Setups__Lease"] = "00:00:05",
        ["CalmonyPay__Setups__LookEvery"] = "00:00:00.3",
        ["CalmonyPay__Checkout__LookEvery"] = "00:00:00.3",
        ["CalmonyPay__Checkout__Lease"] = "00:00:04",
        ["CalmonyPay__Checkout__LookAgainAfter"] = "00:00:01",
        ["CalmonyPay__Checkout__PayRate__Burst"] = "1000",
    };

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
        foreach (var fault in faults) await Gateway.FaultAsync(fault, ("action", action!), ("ms", fault == "callback_late" ? 1000 : AnswerAfter), ("count", forms.Count));
        await using var gate = step is { } closed ? await StepGate.CloseAsync(bench, closed) : null;
        var all = (action is null ? 0 : await RequestsAsync(action)) + forms.Count;
        var sent = forms.Select(send => send()).ToList();
        for (var kills = 0; kills <= again; kills++)
        {
            if (kills > 0) await Host.StartAsync();
            if (gate is not null) await gate.ReachedAsync(forms.Count);
            else while (await RequestsAsync(action!) < all) await Task.Delay(10);
            await Host.KillAsync();
        }
        foreach (var form in sent) await Assert.ThrowsAnyAsync<HttpRequestException>(() => form);
        if (gate is not null) await gate.DisposeAsync();
        await Host.StartAsync();
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

    private async Task<long> RequestsAsync(string action) => (await Gateway.CountersAsync()).GetValueOrDefault("request:" + action);

    private static (Step? Step, string? Action, string[] Faults) PlaceOf(Moment moment, string asks) => moment switch
    {
        Moment.TheFormIsWritten => (Step.AcceptForm, null, []),
        Moment.TheFormIsAccepted => (Step.TryPayment, null, []),
        Moment.TheGatewayIsAsked => (null, asks, ["delay", "drop_before"]),
        Moment.TheGatewayHasActed => (null, asks, ["delay_after", "callback_late"]),
        Moment.TheCaptureIsAsked => (null, "CAPTURE", ["delay", "drop_before"]),
        Moment.TheMoneyIsTaken => (null, "CAPTURE", ["delay_after"]),
        Moment.TheCardIsStored => (Step.StoreCard, null, []),
        Moment.TheSubscriptionOpens => (Step.OpenSubscription, null, []),
        _ => (Step.Complete, null, []),
    };
}
