using CalmonyPay.Platform.Json;
using CalmonyPay.Platform.Parameters;
using CalmonyPay.Platform.Time;

namespace CalmonyPay.TestClocks;

/// <param name="FrozenTime">What time it is on the new clock; past or future.</param>
public sealed record TestClockCreate(DateTimeOffset FrozenTime, string? Name) : IParams<TestClockCreate>
{
    public static TestClockCreate Read(Params p)
    {
        p.Refuse("customer", "A customer is put on a clock when it is created: create the clock first, and then the customer with test_clock.");
        return new(p.Timestamp("frozen_time") ?? throw Platform.Errors.StripeError.Missing("frozen_time"), p.Text("name", 300));
    }
}

/// <param name="FrozenTime">The time to go to.</param>
public sealed record TestClockAdvance(DateTimeOffset FrozenTime) : IParams<TestClockAdvance>
{
    public static TestClockAdvance Read(Params p) => new(p.Timestamp("frozen_time") ?? throw Platform.Errors.StripeError.Missing("frozen_time"));
}

/// <summary>A test clock on the API.</summary>
public sealed record TestClockResponse(string Id, long Created, long DeletesAfter, long FrozenTime, bool Livemode, string? Name, TestClockStatus Status, TestClockStatusDetails StatusDetails)
{
    public string Object => "test_helpers.test_clock";

    public static TestClockResponse Of(TestClock c) => new(
        c.Id, c.CreatedAt.ToUnixTimeSeconds(), c.DeletesAfter.ToUnixTimeSeconds(), c.FrozenTime.ToUnixTimeSeconds(), c.Livemode, c.Name, c.Status,
        new(c is { Status: TestClockStatus.Advancing, TargetTime: { } target } ? new(target.ToUnixTimeSeconds()) : null));
}

public sealed record TestClockStatusDetails([property: OmitNull] AdvancingDetails? Advancing);

public sealed record AdvancingDetails(long TargetFrozenTime);

public sealed record DeletedTestClock(string Id)
{
    public string Object => "test_helpers.test_clock";
    public bool Deleted => true;
}
