using CalmonyPay.Accounts;
using CalmonyPay.Tests.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace CalmonyPay.Tests.Checkout.Elements;

/// <summary>A merchant's own page with a card element, on another site than the server (<c>localhost</c>), under the policy that the docs propose.</summary>
internal sealed class ShopPage : IAsyncDisposable
{
    private readonly WebApplication app;

    private ShopPage(WebApplication app, Uri origin) => (this.app, Origin) = (app, origin);

    public Uri Origin { get; }

    /// <param name="server">CalmonyPay's address.</param>
    public static async Task<ShopPage> StartAsync(Uri server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var calmony = server.GetLeftPart(UriPartial.Authority);
        app.MapGet("/pay", (HttpContext http) =>
        {
            http.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; script-src 'self' {calmony}; frame-src {calmony}; style-src 'unsafe-inline'; img-src data:";
            return Results.Text($"""
                <!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Shop</title>
                <style>body {"{"} font: 18px system-ui; max-width: 26rem; margin: 2rem auto {"}"} #card {"{"} border: 1px solid #888; border-radius: 6px; padding: 10px {"}"} .CalmonyElement--focus {"{"} outline: 2px solid #06c {"}"}</style>
                <h1>A kettle</h1><form id="pay"><div id="card"></div><p id="says" role="status"></p><button>Pay £20.00</button></form>
                <script src="{calmony}/v1/calmony.js"></script><script src="/shop.js"></script></html>
                """, "text/html");
        });
        app.MapGet("/shop.js", () => Results.Text("""
            const asked = new URLSearchParams(location.search);
            const says = document.querySelector('#says');
            const calmony = Calmony(asked.get('key'), { locale: asked.get('locale') || 'en' });
            const card = calmony.elements().create('card', { style: { base: { fontSize: '18px', color: '#123456' } } });
            card.mount('#card');
            card.on('ready', () => document.body.dataset.ready = 'yes');
            card.on('change', state => { says.textContent = state.error ? state.error.message : ''; document.body.dataset.brand = state.brand; document.body.dataset.complete = state.complete; });
            document.querySelector('#pay').addEventListener('submit', async event => {
              event.preventDefault();
              const method = { card, billing_details: { name: 'Nia Rees' } };
              const secret = asked.get('secret');
              const confirm = secret && secret.startsWith('seti_') ? calmony.confirmCardSetup : calmony.confirmCardPayment;
              const { paymentIntent, setupIntent, paymentMethod, error } = secret
                ? await confirm(secret, { payment_method: method, return_url: location.origin + '/thanks' })
                : await calmony.createPaymentMethod({ type: 'card', ...method });
              says.textContent = error ? `${error.code || error.type}: ${error.message}` : paymentMethod ? paymentMethod.id : (paymentIntent || setupIntent).status;
            });
            """, "text/javascript"));
        app.MapGet("/thanks", () => Results.Text("<!doctype html><html lang=en><link rel=icon href='data:,'><title>Shop</title><h1>Thanks</h1>", "text/html"));
        await app.StartAsync();
        var listening = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return new(app, new Uri($"http://localhost:{listening.Port}"));
    }

    /// <summary>A shop whose pages may show the project's card element, and the key for it.</summary>
    /// <param name="server">The host that the shop's pages speak to; the fixture's own if none is named.</param>
    public static async Task<(ShopPage Shop, string Key)> OpenAsync(PayApi api, Guid project, Uri? server = null, bool register = true)
    {
        var shop = await StartAsync(server ?? api.A.Url);
        await using var scope = api.Worker();
        await scope.ServiceProvider.GetRequiredService<Projects>().OpenToAsync(
            project.ToString(), now => PageOrigins.Checked(register ? [.. now, shop.Origin.ToString()] : ["https://elsewhere.example"]), CancellationToken.None);
        var (_, key) = await scope.ServiceProvider.GetRequiredService<ApiKeys>().IssueAsync(project, ApiKeyType.Publishable, ApiKeyEnv.Test, null, null, null, CancellationToken.None);
        return (shop, key);
    }

    /// <summary>A shopper types a card into the element.</summary>
    public static async Task FillAsync(IPage page, string number)
    {
        var frame = page.FrameLocator("#card iframe");
        await page.Locator("body[data-ready]").WaitForAsync();
        foreach (var (field, text) in new[] { ("#number", number), ("#expiry", "1140"), ("#code", "123") })
        {
            await frame.Locator(field).FillAsync("");
            await frame.Locator(field).PressSequentiallyAsync(text);
        }
        await frame.Locator("#code").BlurAsync();
    }

    public Uri Pay(string key, string? secret, string locale = "en") => new(Origin, $"/pay?key={key}&locale={locale}{(secret is null ? "" : $"&secret={secret}")}");

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
