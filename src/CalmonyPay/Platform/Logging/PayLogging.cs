using CalmonyPay.Platform.Errors;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Display;
using Serilog.Formatting.Json;
using Serilog.Sinks.SystemConsole.Themes;

namespace CalmonyPay.Platform.Logging;

/// <summary>
/// Serilog behind ILogger, to the console. <c>CalmonyPay:Log:Format</c> is <c>console</c> (a line a person reads) or
/// <c>json</c> (an object a line); <c>CalmonyPay:Log:Level</c> is Debug, Information, Warning or Error. A section
/// <c>Serilog</c> in the configuration has the last word.
/// </summary>
public static class PayLogging
{
    private const string Line = "{Timestamp:HH:mm:ss} {Level:u3} {Message:l}{NewLine}{Exception}";

    /// <summary>Takes the place of ASP.NET Core's own providers. Reads the configuration when the host is built.</summary>
    public static ILoggingBuilder AddPayLogging(this ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.Services.AddSingleton<ILoggerProvider>(services => Provider(services.GetRequiredService<IConfiguration>(), errorStreamOnly: false));
        return logging;
    }

    /// <summary>For a verb of the command line, whose standard output is its answer: warnings, on standard error.</summary>
    public static ILoggingBuilder AddVerbLogging(this ILoggingBuilder logging, IConfiguration configuration) =>
        logging.SetMinimumLevel(LogLevel.Warning).AddProvider(Provider(configuration, errorStreamOnly: true));

    private static SerilogLoggerProvider Provider(IConfiguration configuration, bool errorStreamOnly)
    {
        var settings = new LoggerConfiguration()
            .MinimumLevel.Is(LevelOf(configuration["CalmonyPay:Log:Level"]))
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft.EntityFrameworkCore", LogEventLevel.Error) // a failed statement is thrown, and logged where it is caught
            .MinimumLevel.Override("Microsoft.AspNetCore.Diagnostics", LogEventLevel.Fatal) // StripeErrorHandler tells it
            .Filter.ByExcluding(IsFailedStart);
        var stream = errorStreamOnly ? LogEventLevel.Verbose : (LogEventLevel?)null;
        _ = configuration["CalmonyPay:Log:Format"] switch
        {
            "json" => settings.WriteTo.Console(new JsonFormatter(renderMessage: true), standardErrorFromLevel: stream),
            null or "" or "console" when Console.IsOutputRedirected || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } =>
                settings.WriteTo.Console(new MessageTemplateTextFormatter(Line, System.Globalization.CultureInfo.InvariantCulture), standardErrorFromLevel: stream),
            null or "" or "console" => settings.WriteTo.Console(
                outputTemplate: Line, formatProvider: System.Globalization.CultureInfo.InvariantCulture, standardErrorFromLevel: stream, theme: AnsiConsoleTheme.Code),
            var other => throw new OperatorException($"CalmonyPay__Log__Format is console or json, not '{other}'."),
        };
        if (configuration.GetSection("Serilog").Exists()) settings.ReadFrom.Configuration(configuration);
        return new SerilogLoggerProvider(settings.CreateLogger(), dispose: true);
    }

    private static LogEventLevel LevelOf(string? name) => string.IsNullOrEmpty(name) ? LogEventLevel.Information
        : Enum.TryParse<LogEventLevel>(name, ignoreCase: true, out var level) ? level
        : throw new OperatorException($"CalmonyPay__Log__Level is Debug, Information, Warning or Error, not '{name}'.");

    /// <summary>The program says in one line why it does not start; the host would add a page.</summary>
    private static bool IsFailedStart(LogEvent happened) =>
        happened.Level >= LogEventLevel.Error && Serilog.Filters.Matching.FromSource("Microsoft.Extensions.Hosting.Internal.Host")(happened)
        && happened.MessageTemplate.Text.StartsWith("Hosting failed to start", StringComparison.Ordinal);
}
