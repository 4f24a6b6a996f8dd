using System.Net;
using System.Net.Sockets;
using System.Text;
using CalmonyPay.Cardstream;

namespace CalmonyPay.Tests.Cardstream;

public sealed class ClientTests : IDisposable
{
    private const string Approved = "action=SALE&responseCode=0&responseStatus=0&responseMessage=AUTHCODE%3A1&state=captured&xref=X1&transactionUnique=ch_1&amount=1001&currencyCode=826";
    private readonly HttpClient _http;

    public ClientTests()
    {
        var handler = CardstreamClient.CreateHandler();
        handler.UseProxy = false;
        _http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_signed_answer_to_a_signed_request_is_answered()
    {
        await using var peer = Peer.AnsweringForm(Signed(Approved));
        var answer = Assert.IsType<GatewayReply.Answered>(await SaleAsync(peer.Url)).Answer;
        Assert.True(answer.IsApproved);
        Assert.Equal(("X1", 1001), (answer.Xref, answer.Amount));

        var sent = FieldList.Parse(peer.LastBody!);
        Assert.Equal(SignatureVerdict.Valid, Signature.Verify(sent, SignatureVectors.Secret, ["amount"]));
        Assert.Equal(Cards.Visa, sent["cardNumber"]);
        Assert.StartsWith("POST /direct/ HTTP/1.1", peer.LastHead, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/x-www-form-urlencoded", peer.LastHead, StringComparison.Ordinal);
        Assert.Contains("Connection: close", peer.LastHead, StringComparison.Ordinal);
        Assert.DoesNotContain("traceparent", peer.LastHead, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_kind_of_request_reaches_the_gateway()
    {
        await using var peer = Peer.AnsweringForm(Signed("responseCode=0&responseStatus=0&state=captured&xref=X"));
        var client = new CardstreamClient(_http);
        var account = Account(peer.Url);
        GatewayReply[] replies =
        [
            await client.VerifyAsync(account, new() { Source = new StoredCard("X"), CurrencyCode = "gbp", TransactionUnique = "s" }, default),
            await client.CaptureAsync(account, new("X", 5), default),
            await client.CancelAsync(account, new("X"), default),
            await client.RefundSaleAsync(account, new("X", 5, "r"), default),
            await client.QueryAsync(account, new("X"), default),
            await client.ContinueAsync(account, Continuation.MethodTimedOut("REF"), default),
        ];
        Assert.All(replies, reply => Assert.IsType<GatewayReply.Answered>(reply));
        Assert.Equal(6, peer.Requests);
    }

    [Fact]
    public async Task An_account_without_a_secret_neither_signs_nor_expects_a_signature()
    {
        await using var peer = Peer.AnsweringForm(Approved);
        var answer = Assert.IsType<GatewayReply.Answered>(await SaleAsync(peer.Url, secret: null)).Answer;
        Assert.Equal((true, SignatureVerdict.NotSigned), (answer.IsApproved, answer.Verdict));
        Assert.DoesNotContain("signature=", peer.LastBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("responseCode=65539&responseStatus=2&responseMessage=INVALID_CREDENTIALS&state=finished")]
    [InlineData("responseCode=66343&responseStatus=2&state=finished&signature=signed-with-the-secret-that-we-do-not-hold")]
    [InlineData("responseCode=66049&responseStatus=0&state=captured")]
    public async Task Bad_credentials_are_a_configuration_error_and_never_a_success(string body)
    {
        await using var peer = Peer.AnsweringForm(body);
        var answer = Assert.IsType<GatewayReply.Answered>(await SaleAsync(peer.Url)).Answer;
        Assert.Equal((Reading.Config, false), (answer.Outcome.Reading, answer.IsApproved));
    }

    [Fact]
    public async Task An_unsigned_answer_is_unknown() => await IsUnknownAsync(UnknownReason.MissingSignature, Peer.Http(Approved));

    [Fact]
    public async Task A_wrongly_signed_answer_is_unknown() =>
        await IsUnknownAsync(UnknownReason.WrongSignature, Peer.Http(Signed(Approved).Replace("amount=1001", "amount=1002", StringComparison.Ordinal)));

    [Fact]
    public async Task A_partly_signed_answer_that_leaves_out_the_state_is_unknown()
    {
        var fields = FieldList.Parse(Approved);
        string partial = Signature.SignPartial(fields, SignatureVectors.Secret, "responseCode", "xref", "amount");
        await IsUnknownAsync(UnknownReason.PartialSignature, Peer.Http(fields.With("signature", partial).Encode()));
    }

    [Fact]
    public async Task A_signature_that_we_cannot_check_is_unknown()
    {
        await using var peer = Peer.AnsweringForm(Signed(Approved));
        Assert.Equal(UnknownReason.UncheckedSignature, Assert.IsType<GatewayReply.Unknown>(await SaleAsync(peer.Url, secret: null)).Reason);
    }

    [Fact]
    public async Task A_genuine_answer_to_another_payment_is_unknown() =>
        await IsUnknownAsync(UnknownReason.OtherTransaction, Peer.Http(Signed(Approved.Replace("ch_1", "ch_2", StringComparison.Ordinal))));

    [Theory]
    [InlineData("500 Internal Server Error")]
    [InlineData("503 Service Unavailable")]
    [InlineData("404 Not Found")]
    [InlineData("201 Created")]
    public async Task Any_other_status_is_unknown_even_with_a_good_body(string status) =>
        await IsUnknownAsync(UnknownReason.HttpStatus, Peer.Http(Signed(Approved), status));

    [Theory]
    [InlineData("302 Found")]
    [InlineData("307 Temporary Redirect")]
    public async Task A_redirect_is_unknown_and_is_not_followed(string status)
    {
        await using var elsewhere = Peer.AnsweringForm(Signed(Approved));
        await IsUnknownAsync(UnknownReason.HttpStatus, Peer.Http("", status, $"Location: {elsewhere.Url}\r\n"));
        Assert.Equal(0, elsewhere.Requests);
    }

    [Theory]
    [InlineData("", UnknownReason.EmptyBody)]
    [InlineData(" \r\n", UnknownReason.EmptyBody)]
    [InlineData("<html><b style='width:100%'>maintenance</b></html>", UnknownReason.UnparsableBody)]
    [InlineData("<html><a href='x?y=1'>maintenance</a></html>", UnknownReason.NoResponseCode)]
    [InlineData("{\"responseCode\":0}", UnknownReason.NoResponseCode)]
    [InlineData("responseCode=yes&state=captured", UnknownReason.NoResponseCode)]
    [InlineData("\u0000\u0001\u0002 garbage %%%", UnknownReason.UnparsableBody)]
    public async Task A_body_that_is_no_answer_is_unknown(string body, UnknownReason reason) => await IsUnknownAsync(reason, Peer.Http(body));

    [Fact]
    public async Task A_body_without_end_is_unknown() =>
        await IsUnknownAsync(UnknownReason.UnparsableBody, Peer.Http("a=" + new string('x', 2_000_000)));

    [Fact]
    public async Task A_cut_body_is_unknown() => await IsUnknownAsync(UnknownReason.CutBody, Peer.Http(Signed(Approved))[..^40]);

    [Fact]
    public async Task A_cut_body_of_unstated_length_fails_its_signature() =>
        await IsUnknownAsync(UnknownReason.WrongSignature, "HTTP/1.1 200 OK\r\n\r\n" + Signed(Approved)[..^40]);

    [Fact]
    public async Task A_cut_head_is_unknown() => await IsUnknownAsync(UnknownReason.ConnectionLost, "HTTP/1.1 200 O");

    [Fact]
    public async Task What_is_not_http_is_unknown() => await IsUnknownAsync(UnknownReason.ConnectionLost, "SSH-2.0-OpenSSH\r\n");

    [Fact]
    public async Task A_close_without_an_answer_is_unknown() => await IsUnknownAsync(UnknownReason.ConnectionLost, "");

    [Fact]
    public async Task A_reset_after_the_request_was_read_is_unknown()
    {
        await using var peer = new Peer(async (self, stream) =>
        {
            await self.ReadRequestAsync(stream);
            Peer.Reset(stream);
        });
        Assert.Equal(UnknownReason.ConnectionLost, Assert.IsType<GatewayReply.Unknown>(await SaleAsync(peer.Url)).Reason);
        Assert.Equal(1, peer.Requests);
    }

    [Fact]
    public async Task A_reset_while_the_request_was_being_read_is_not_taken_for_never_sent()
    {
        await using var peer = new Peer(async (_, stream) =>
        {
            await stream.ReadExactlyAsync(new byte[1]);
            Peer.Reset(stream);
        });
        Assert.IsType<GatewayReply.Unknown>(await SaleAsync(peer.Url));
    }

    [Fact]
    public async Task A_reset_inside_the_answer_is_unknown()
    {
        await using var peer = new Peer(async (self, stream) =>
        {
            await self.ReadRequestAsync(stream);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Peer.Http(Signed(Approved))[..80]));
            await Task.Delay(100);
            Peer.Reset(stream);
        });
        Assert.IsType<GatewayReply.Unknown>(await SaleAsync(peer.Url));
    }

    [Fact]
    public async Task Silence_is_unknown_when_the_time_is_up()
    {
        await using var peer = Silent();
        Assert.Equal(UnknownReason.Timeout, Assert.IsType<GatewayReply.Unknown>(await SaleAsync(peer.Url, timeout: 0.5)).Reason);
        Assert.Equal(1, peer.Requests);
    }

    [Fact]
    public async Task An_answer_that_stalls_halfway_is_unknown_when_the_time_is_up()
    {
        await using var peer = new Peer(async (self, stream) =>
        {
            await self.ReadRequestAsync(stream);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Peer.Http(Signed(Approved))[..120]));
            await Task.Delay(Timeout.Infinite, self.Stopped);
        });
        Assert.Equal(UnknownReason.Timeout, Assert.IsType<GatewayReply.Unknown>(await SaleAsync(peer.Url, timeout: 0.5)).Reason);
    }

    [Fact]
    public async Task A_caller_who_hangs_up_leaves_an_unknown_outcome()
    {
        await using var peer = Silent();
        using var caller = new CancellationTokenSource();
        var reply = SaleAsync(peer.Url, ct: caller.Token);
        while (peer.Requests == 0) await Task.Delay(10);
        await caller.CancelAsync();
        Assert.Equal(UnknownReason.Cancelled, Assert.IsType<GatewayReply.Unknown>(await reply).Reason);
    }

    [Fact]
    public async Task A_caller_who_has_hung_up_already_sends_nothing()
    {
        await using var peer = Peer.AnsweringForm(Signed(Approved));
        Assert.Equal(NeverSentReason.Cancelled, Assert.IsType<GatewayReply.NeverSent>(await SaleAsync(peer.Url, ct: new(canceled: true))).Reason);
        Assert.Equal(0, peer.Requests);
    }

    [Fact]
    public async Task A_refused_connection_was_never_sent()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        Assert.Equal(NeverSentReason.Connection, Assert.IsType<GatewayReply.NeverSent>(await SaleAsync(new($"http://127.0.0.1:{port}/"))).Reason);
    }

    [Fact]
    public async Task An_unknown_host_was_never_sent() =>
        Assert.Equal(NeverSentReason.NameResolution, Assert.IsType<GatewayReply.NeverSent>(await SaleAsync(new("https://no-such-host.invalid/direct/"))).Reason);

    [Fact]
    public async Task A_failed_handshake_was_never_sent()
    {
        await using var peer = Peer.AnsweringForm(Signed(Approved));
        var secure = new UriBuilder(peer.Url) { Scheme = "https" }.Uri;
        var reply = Assert.IsType<GatewayReply.NeverSent>(await SaleAsync(secure, timeout: 2));
        Assert.Equal(0, peer.Requests);
        Assert.True(reply.Reason is NeverSentReason.SecureConnection or NeverSentReason.Timeout, $"{reply}");
    }

    [Fact]
    public async Task A_connection_that_never_comes_about_was_never_sent()
    {
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, ct) =>
            {
                await Task.Delay(Timeout.Infinite, ct);
                return Stream.Null;
            },
        };
        using var http = new HttpClient(handler);
        Assert.Equal(NeverSentReason.Timeout, Assert.IsType<GatewayReply.NeverSent>(await SaleAsync(new("http://127.0.0.1:9/"), timeout: 0.3, http: http)).Reason);
        handler.Dispose();

        using var impatient = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(0.3), ConnectCallback = handler.ConnectCallback };
        using var other = new HttpClient(impatient);
        Assert.Equal(NeverSentReason.Timeout, Assert.IsType<GatewayReply.NeverSent>(await SaleAsync(new("http://127.0.0.1:9/"), http: other)).Reason);
    }

    [Fact]
    public async Task No_reply_quotes_what_was_sent_or_received()
    {
        await using var garbage = Peer.AnsweringForm("cardNumber=4929421234600821&cardCVV=356&secret=%zz");
        await using var cut = Peer.Answering($"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\ncardNumber={Cards.Visa}");
        await using var odd = Peer.Answering($"HTTP/1.1 {Cards.Visa} cardNumber={Cards.Visa}\r\n\r\n");
        foreach (var url in new[] { garbage.Url, cut.Url, odd.Url, new Uri("https://no-such-host.invalid/") })
        {
            string printed = (await SaleAsync(url)).ToString();
            Assert.DoesNotContain(Cards.Visa, printed, StringComparison.Ordinal);
            Assert.DoesNotContain(SignatureVectors.Secret, printed, StringComparison.Ordinal);
        }
    }

    private static Peer Silent() => new(async (self, stream) =>
    {
        await self.ReadRequestAsync(stream);
        await Task.Delay(Timeout.Infinite, self.Stopped);
    });

    private static string Signed(string body)
    {
        var fields = FieldList.Parse(body);
        return fields.With("signature", Signature.Sign(fields, SignatureVectors.Secret)).Encode();
    }

    private static CardstreamAccount Account(Uri url, string? secret = SignatureVectors.Secret) => new(url, "100001", secret, "GB");

    private async Task IsUnknownAsync(UnknownReason reason, string answer)
    {
        await using var peer = Peer.Answering(answer);
        Assert.Equal(reason, Assert.IsType<GatewayReply.Unknown>(await SaleAsync(peer.Url)).Reason);
        Assert.Equal(1, peer.Requests);
    }

    private Task<GatewayReply> SaleAsync(
        Uri url, string? secret = SignatureVectors.Secret, double timeout = 20, HttpClient? http = null, CancellationToken ct = default) =>
        new CardstreamClient(http ?? _http, TimeSpan.FromSeconds(timeout)).SaleAsync(
            Account(url, secret),
            new()
            {
                Source = new NewCard(Cards.Number(Cards.Visa), 12, 2031, Cards.Code("356")),
                Amount = 1001,
                CurrencyCode = "gbp",
                TransactionUnique = "ch_1",
            },
            ct);
}
