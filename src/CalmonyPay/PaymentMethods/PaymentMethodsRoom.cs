using CalmonyPay.Customers;
using CalmonyPay.PaymentMethods.SetupIntents;
using CalmonyPay.Platform.Data;
using CalmonyPay.Platform.Expansion;
using Microsoft.EntityFrameworkCore;

namespace CalmonyPay.PaymentMethods;

/// <summary>What the room brings to the host.</summary>
public static class PaymentMethodsRoom
{
    public static IServiceCollection AddPaymentMethods(this IServiceCollection services)
    {
        services.AddScoped<CardVerifier>().AddScoped<PaymentMethodService>().AddScoped<AuthenticationUrls>().AddScoped<BrowserOfCard>();
        services.AddScoped<ICustomerCards, CustomerCards>().AddScoped<ICustomerDeleted, CustomerCards>();
        services.AddSingleton(new ExpansionKind(PaymentMethodEndpoints.Kind, LoadAsync));
        return services.AddSingleton(new ExpansionKind(TokenEndpoints.Kind, TokenEndpoints.LoadAsync)).AddSetupIntents();
    }

    private static async Task<IReadOnlyDictionary<string, object>> LoadAsync(IServiceProvider services, IReadOnlyCollection<string> ids, CancellationToken ct) =>
        await services.GetRequiredService<PayDb>().PaymentMethods.Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id, m => (object)PaymentMethodResponse.Of(m), ct);
}
