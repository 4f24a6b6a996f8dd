using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CalmonyPay.Gateways;

/// <summary>One call to a gateway, for those who watch: a span, a count, a duration and a line, none with anything of the card.</summary>
internal sealed partial class GatewayCall : IDisposable
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Source = "CalmonyPay.Gateways";

    private static readonly ActivitySource Spans = new(Source);
    private static readonly Meter Meter = new(Source);
    private static readonly Counter<long> Calls = Meter.CreateCounter<long>("calmonypay.gateway.calls", "{call}", "Calls to gateways, by action and outcome");
    private static readonly Histogram<double> Durations = Meter.CreateHistogram<double>("calmonypay.gateway.duration", "s", "How long gateways took to answer");

    private readonly string gateway;
    private readonly string action;
    private readonly long started = Stopwatch.GetTimestamp();
    private readonly Activity? span;

    private GatewayCall(string gateway, string action)
    {
        (this.gateway, this.action) = (gateway, action);
        span = Spans.StartActivity($"{gateway} {action}", ActivityKind.Client);
        span?.SetTag("gateway", gateway).SetTag("action", action);
    }

    public static GatewayCall Start(string gateway, string action) => new(gateway, action);

    /// <param name="code">The gateway's own code; null if it did not answer.</param>
    /// <param name="subject">Our id or the gateway's reference.</param>
    public void Ended(GatewayOutcome outcome, int? code, string subject, ILogger log)
    {
        var elapsed = Stopwatch.GetElapsedTime(started);
        var name = NameOf(outcome);
        var tags = new TagList { { "gateway", gateway }, { "action", action }, { "outcome", name } };
        Calls.Add(1, tags);
        Durations.Record(elapsed.TotalSeconds, tags);
        span?.SetTag("outcome", name).SetTag("code", code).SetTag("subject", subject);
        if (outcome is GatewayOutcome.Unknown or GatewayOutcome.NotSent) span?.SetStatus(ActivityStatusCode.Error, name);
        var level = outcome is GatewayOutcome.Unknown or GatewayOutcome.NotSent or GatewayOutcome.Refused { Kind: RefusalKind.Configuration or RefusalKind.Malformed }
            ? LogLevel.Warning : LogLevel.Information;
        var (milliseconds, detail) = (elapsed.TotalMilliseconds, DetailOf(outcome));
        LogCall(log, level, gateway, action, subject, name, code, milliseconds, detail);
    }

    public void Dispose() => span?.Dispose();

    private static string NameOf(GatewayOutcome outcome) => outcome switch
    {
        GatewayOutcome.Approved => "approved",
        GatewayOutcome.Declined => "declined",
        GatewayOutcome.Challenged => "challenged",
        GatewayOutcome.Refused => "refused",
        GatewayOutcome.Duplicate => "duplicate",
        GatewayOutcome.NotSent => "not_sent",
        _ => "unknown",
    };

    private static string DetailOf(GatewayOutcome outcome) => outcome switch
    {
        GatewayOutcome.Refused refused => refused.Kind.ToString(),
        GatewayOutcome.NotSent lost => lost.Reason,
        GatewayOutcome.Unknown unknown => unknown.Reason,
        _ => "",
    };

    [LoggerMessage("{Gateway} {Action} of {Subject}: {Outcome} ({Code}) in {Elapsed:0} ms {Detail}")]
    private static partial void LogCall(ILogger log, LogLevel level, string gateway, string action, string subject, string outcome, int? code, double elapsed, string detail);
}
