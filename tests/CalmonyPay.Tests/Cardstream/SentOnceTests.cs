using System.Net;
using System.Text;
using CalmonyPay.Cardstream;

namespace CalmonyPay.Tests.Cardstream;

/// <summary>HTTP handlers may resend on their own account. A request that moves money never goes out twice, whatever handler carries it.</summary>
public sealed class SentOnceTests
{
    [Fact]
    public async Task Nothing_is_resent_when_a_fresh_connection_is_reset()
    {
        await using var peer = ResettingAfter(0);
        using var http = new HttpClient(CardstreamClient.CreateHandler());
        Assert.IsType<GatewayReply.Unknown>(await CaptureAsync(http, peer.Url));
        await Task.Delay(200);
        Assert.Equal(1, peer.Requests);
    }

    [Fact]
    public async Task Nothing_is_resent_when_a_kept_connection_is_reset()
    {
        await using var peer = ResettingAfter(1);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });   // not ours: it keeps connections
        Assert.Equal("responseCode=0", await http.GetStringAsync(peer.Url));
        var reply = await CaptureAsync(http, peer.Url);
        await Task.Delay(200);
        Assert.Equal((UnknownReason.ConnectionLost, 2), (Assert.IsType<GatewayReply.Unknown>(reply).Reason, peer.Requests));
    }

    [Fact]
    public async Task Nothing_is_resent_when_a_kept_connection_is_closed_before_the_request_is_read()
    {
        // The second request is answered by a close without being read: the handler may see it before or after it wrote.
        await using var peer = new Peer(async (self, stream) =>
        {
            await self.ReadRequestAsync(stream);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Peer.Http("responseCode=0")));
            Peer.Reset(stream);
        });
        for (int i = 0; i < 20; i++)
        {
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            await http.GetStringAsync(peer.Url);
            int before = peer.Requests;
            var reply = await CaptureAsync(http, peer.Url);
            Assert.True(reply is GatewayReply.Answered ? peer.Requests == before + 1 : peer.Requests <= before + 1, $"{reply}");
        }
    }

    [Fact]
    public async Task Our_handler_keeps_no_connection()
    {
        int connections = 0;
        await using var peer = new Peer(async (self, stream) =>
        {
            Interlocked.Increment(ref connections);
            while (await self.ReadRequestAsync(stream)) await stream.WriteAsync(Encoding.ASCII.GetBytes(Peer.Http("responseCode=0&xref=X")));
        });
        using var http = new HttpClient(CardstreamClient.CreateHandler());
        for (int i = 0; i < 3; i++) Assert.IsType<GatewayReply.Answered>(await CaptureAsync(http, peer.Url));
        Assert.Equal((3, 3), (connections, peer.Requests));
    }

    [Fact]
    public async Task A_handler_that_retries_after_a_failure_sends_nothing_more()
    {
        await using var peer = ResettingAfter(0);
        using var http = new HttpClient(new Retrying(CardstreamClient.CreateHandler()));
        Assert.IsType<GatewayReply.Unknown>(await CaptureAsync(http, peer.Url));
        await Task.Delay(200);
        Assert.Equal(1, peer.Requests);
    }

    [Fact]
    public async Task A_handler_that_retries_after_an_error_page_sends_nothing_more()
    {
        await using var peer = Peer.Answering(Peer.Http("", "503 Service Unavailable"));
        using var http = new HttpClient(new Retrying(CardstreamClient.CreateHandler()));
        Assert.IsType<GatewayReply.Unknown>(await CaptureAsync(http, peer.Url));
        await Task.Delay(200);
        Assert.Equal(1, peer.Requests);
    }

    [Theory]
    [InlineData("302 Found")]
    [InlineData("307 Temporary Redirect")]
    public async Task A_handler_that_follows_redirects_yields_no_answer(string status)
    {
        await using var elsewhere = Peer.AnsweringForm("responseCode=0&responseStatus=0&state=captured&xref=X");
        await using var peer = Peer.Answering(Peer.Http("", status, $"Location: {elsewhere.Url}\r\n"));
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        Assert.IsType<GatewayReply.Unknown>(await CaptureAsync(http, peer.Url));
        Assert.DoesNotContain("CAPTURE", elsewhere.LastBody ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_handler_that_answers_by_itself_has_sent_nothing()
    {
        using var http = new HttpClient(new Offline());
        Assert.Equal(NeverSentReason.Other, Assert.IsType<GatewayReply.NeverSent>(await CaptureAsync(http, new("http://127.0.0.1:9/"))).Reason);
    }

    /// <summary>Answers this many requests on a connection, then reads one more to its end and resets.</summary>
    private static Peer ResettingAfter(int answered) => new(async (peer, stream) =>
    {
        for (int i = 0; await peer.ReadRequestAsync(stream) && i < answered; i++)
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Peer.Http("responseCode=0")));
        Peer.Reset(stream);
    });

    private static Task<GatewayReply> CaptureAsync(HttpClient http, Uri url) =>
        new CardstreamClient(http, TimeSpan.FromSeconds(20)).CaptureAsync(new(url, "100001", null, "GB"), new("X", 5), default);

    private sealed class Retrying(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
        {
            try
            {
                var response = await base.SendAsync(request, ct);
                return response.IsSuccessStatusCode ? response : await base.SendAsync(request, ct);
            }
            catch (HttpRequestException)
            {
                return await base.SendAsync(request, ct);
            }
        }
    }

    private sealed class Offline : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("responseCode=0") });
    }
}
