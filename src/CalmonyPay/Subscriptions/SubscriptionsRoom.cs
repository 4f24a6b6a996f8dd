using CalmonyPay.Customers;
using CalmonyPay.Invoices;
using CalmonyPay.Invoices.Engine;
using CalmonyPay.Invoices.Items;
using CalmonyPay.Platform.Expansion;
using CalmonyPay.Subscriptions.Billing;
using CalmonyPay.Subscriptions.Items;
using CalmonyPay.Subscriptions.Schedules;

namespace CalmonyPay.Subscriptions;

/// <summary>What the room brings to the host.</summary>
public static class SubscriptionsRoom
{
    public static IServiceCollection AddSubscriptions(this IServiceCollection services)
    {
        services.AddScoped<SubscriptionReader>().AddScoped<SubscriptionBooks>().AddScoped<SubscriptionCreation>().AddScoped<SubscriptionEnding>().AddScoped<SubscriptionFlow>()
            .AddScoped<SubscriptionChanging>().AddScoped<SubscriptionPausing>().AddScoped<ItemFlow>().AddScoped<SubscriptionPreview>().AddScoped<InvoicePreview>();
        services.AddScoped<ItemChoices>().AddScoped<OneTimeItems>().AddScoped<SubscriptionLines>().AddScoped<SubscriptionRenewal>().AddScoped<ProrationItems>().AddScoped<SubscriptionPlanning>().AddScoped<ItemChanges>();
        services.AddScoped<SubscriptionCancelling>().AddScoped<ICustomerDeleted>(provider => provider.GetRequiredService<SubscriptionCancelling>());
        services.AddScoped<IInvoiceMoved, SubscriptionNews>().AddScoped<ILateUse, LateUse>().AddScoped<IItemSubscriptions, ItemSubscriptions>();
        services.AddScoped<SubscriptionSteps>();
        services.AddSingleton(new BillingStep("pay_subscriptions", Rank: 1, (work, id, ct) => work.GetRequiredService<SubscriptionSteps>().StepAsync(id, ct)));
        services.AddSingleton(new ExpansionKind("subscription", SubscriptionEndpoints.LoadAsync));
        return services.AddSubscriptionSchedules();
    }
}
