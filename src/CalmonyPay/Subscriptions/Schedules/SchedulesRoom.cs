using CalmonyPay.Customers;
using CalmonyPay.Invoices.Engine;
using CalmonyPay.Platform.Expansion;

namespace CalmonyPay.Subscriptions.Schedules;

/// <summary>What schedules bring to the host.</summary>
public static class SchedulesRoom
{
    public static IServiceCollection AddSubscriptionSchedules(this IServiceCollection services)
    {
        services.AddScoped<ScheduleBooks>().AddScoped<PhaseShaping>().AddScoped<PhaseEntry>().AddScoped<PhaseAdvance>().AddScoped<ScheduleUpdating>().AddScoped<ScheduleFlow>().AddScoped<ScheduleSteps>();
        services.AddScoped<ScheduleService>().AddScoped<ICustomerDeleted>(provider => provider.GetRequiredService<ScheduleService>());
        // Before subscriptions: what renews at the end of a phase renews as the next one has it.
        services.AddSingleton(new BillingStep("pay_subscription_schedules", Rank: 0, (work, id, ct) => work.GetRequiredService<ScheduleSteps>().StepAsync(id, ct)));
        services.AddSingleton(new ExpansionKind("subscription_schedule", ScheduleEndpoints.LoadAsync));
        return services;
    }
}
