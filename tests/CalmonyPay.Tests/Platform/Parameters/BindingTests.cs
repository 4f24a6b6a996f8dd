using System.Net;
using System.Text;
using CalmonyPay.Platform.Errors;
using CalmonyPay.Platform.Parameters;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CalmonyPay.Tests.Platform.Parameters;

public sealed class BindingTests : IAsyncLifetime
{
    private readonly WebApplication app = Build();

    public Task InitializeAsync() => app.StartAsync();

    public async Task DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task An_endpoint_takes_its_record_from_a_form_or_from_JSON()
    {
        Assert.Equal((200, "Ada 3"), await SendAsync("name=Ada&count=3", "application/x-www-form-urlencoded"));
        Assert.Equal((200, "Ada 3"), await SendAsync("""{"name":"Ada","count":3}""", "application/json"));
        Assert.Equal((200, " "), await SendAsync("", null));
    }

    [Fact]
    public async Task What_the_record_does_not_ask_for_is_refused()
    {
        Assert.Equal((400, "parameter_unknown card[foo]"), await SendAsync("name=Ada&card[foo]=1", null, known: "card"));
        Assert.Equal((400, "parameter_unknown x"), await SendAsync("x=1", null, path: "/nothing"));
        Assert.Equal((200, "nothing"), await SendAsync("expand[]=customer", null, path: "/nothing"));
    }

    [Fact]
    public async Task A_body_in_many_pieces_is_one_body()
    {
        var text = "name=" + new string('x', 4000) + "&count=3&metadata[a]=" + new string('y', 300_000);
        Assert.Equal((400, " metadata[a]"), await SendAsync(text, null));
        Assert.Equal(413, (await SendAsync("name=" + new string('x', ParamLimits.BodyBytes), null)).Status);
    }

    private async Task<(int Status, string Text)> SendAsync(string body, string? type, string path = "/things", string known = "")
    {
        using var client = new HttpClient { BaseAddress = new(app.Urls.First()) };
        using var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = type is null ? null : new(type);
        using var response = await client.PostAsync(new Uri(path + (known.Length > 0 ? $"?known={known}" : ""), UriKind.Relative), content);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Use(async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (StripeError error)
            {
                context.Response.StatusCode = error.Status;
                await context.Response.WriteAsync($"{error.Code} {error.Param}");
            }
        });
        app.MapPost("/things", (Thing thing) => $"{thing.Name} {thing.Count}");
        app.MapPost("/nothing", (NoParams _) => "nothing");
        return app;
    }

    private sealed record Thing(string? Name, long? Count) : IParams<Thing>
    {
        public static Thing Read(Params p)
        {
            p.Metadata();
            if (p.Text("known") is { } known) p.Child(known);
            return new(p.Text("name"), p.Long("count"));
        }
    }
}
