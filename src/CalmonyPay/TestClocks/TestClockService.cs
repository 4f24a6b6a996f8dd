using CalmonyPay.Customers;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Events;
using CalmonyPay.Platform.Ids;
using CalmonyPay.Platform.Tenancy;
using CalmonyPay.Platform.Time;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.TestClocks;

/// <summary>Makes, sends on their way, and ends test clocks. The way itself is <see cref="ClockJourney"/>'s.</summary>
public sealed class TestClockService(PayDb db, EventLog events, CustomerService customers, TenantScope scope, TimeProvider wall)
{
    /// <summary>How long a clock lives, as in Stripe.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    public TestClock Create(TestClockCreate create)
    {
        if (scope.Current.Livemode) throw StripeError.Invalid("Test clocks exist in test mode only.");
        var now = wall.GetUtcNow();
        var testClock = new TestClock { Id = PayId.New("clock", now), Name = create.Name, FrozenTime = create.FrozenTime, CreatedAt = now, DeletesAfter = now + Lifetime };
        db.Add(testClock);
        events.Record("test_helpers.test_clock.created", testClock, TestClockResponse.Of(testClock));
        return testClock;
    }

    public async Task<TestClock> GetAsync(string id, CancellationToken ct) =>
        await db.TestClocks.SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw NoSuch(id);

    /// <summary>Sets a clock on its way; a worker takes it there.</summary>
    public async Task<TestClock> AdvanceAsync(string id, TestClockAdvance advance, CancellationToken ct)
    {
        var testClock = await LockAsync(id, ct);
        if (testClock.Status == TestClockStatus.Advancing)
            throw new StripeError(429, "invalid_request_error", "lock_timeout", "The test clock is advancing; wait until it is ready.") { RetryAfterSeconds = 1 };
        if (advance.FrozenTime <= testClock.FrozenTime)
            throw StripeError.Invalid($"A test clock only moves forward: frozen_time has to be later than {testClock.FrozenTime.ToUnixTimeSeconds()}.", "frozen_time");
        (testClock.Status, testClock.TargetTime, testClock.LeaseUntil) = (TestClockStatus.Advancing, advance.FrozenTime, null);
        events.Record("test_helpers.test_clock.advancing", testClock, TestClockResponse.Of(testClock));
        return testClock;
    }

    /// <summary>Ends a clock, and with it the customers on it and all that is theirs.</summary>
    public async Task<DeletedTestClock> DeleteAsync(string id, CancellationToken ct)
    {
        var testClock = await LockAsync(id, ct);
        foreach (var customer in await db.Customers.Where(c => c.TestClockId == id).OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(ct)) await customers.DeleteAsync(customer, ct);
        testClock.DeletedAt = wall.GetUtcNow();
        events.Record("test_helpers.test_clock.deleted", testClock, TestClockResponse.Of(testClock));
        return new(id);
    }

    private async Task<TestClock> LockAsync(string id, CancellationToken ct) => await db.LockAsync<TestClock>(id, ct) is { DeletedAt: null } testClock ? testClock : throw NoSuch(id);

    private static StripeError NoSuch(string id) => StripeError.NoSuch("test clock", id, "test_clock");
}
