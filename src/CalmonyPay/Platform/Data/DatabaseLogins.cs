using System.Security.Cryptography;
using System.Text;
using CalmonyPay.Platform.Errors;
using Npgsql;

namespace CalmonyPay.Platform.Data;

/// <summary>
/// The three ways in: the owner migrates, the application serves requests, the worker does what is due in every project.
/// With the owner's connection string alone the other two are derived from it, and <c>migrate</c> makes their logins.
/// </summary>
public sealed record DatabaseLogins(string Owner, string Application, string Worker)
{
    /// <summary>The group roles that policies and grants name; the logins are members of them.</summary>
    public const string ApplicationRole = "calmonypay_application_group", WorkerRole = "calmonypay_worker_group";

    /// <summary>
    /// Reads <c>ConnectionStrings:CalmonyPay</c> (the owner) and, where given, <c>ConnectionStrings:CalmonyPayApplication</c>
    /// and <c>ConnectionStrings:CalmonyPayWorker</c>.
    /// </summary>
    public static DatabaseLogins From(IConfiguration configuration)
    {
        var owner = configuration.GetConnectionString("CalmonyPay")
            ?? throw new OperatorException("ConnectionStrings__CalmonyPay is not set.");
        var application = configuration.GetConnectionString("CalmonyPayApplication");
        var worker = configuration.GetConnectionString("CalmonyPayWorker");
        return application is not null && worker is not null ? new(owner, application, worker) : Derive(owner);
    }

    /// <summary>Names and passwords of the two serving logins, worked out from the owner's.</summary>
    /// <exception cref="OperatorException">The owner signs in without a password, so nothing secret can be derived.</exception>
    public static DatabaseLogins Derive(string owner)
    {
        var settings = new NpgsqlConnectionStringBuilder(owner);
        if (string.IsNullOrEmpty(settings.Password))
        {
            throw new OperatorException(
                "The connection string has no password to derive the serving logins from: set ConnectionStrings__CalmonyPayApplication and ConnectionStrings__CalmonyPayWorker as well.");
        }
        return new(owner, With("application"), With("worker"));

        string With(string kind)
        {
            var name = $"{settings.Username}_{kind}";
            var secret = HMACSHA256.HashData(Encoding.UTF8.GetBytes(settings.Password!), Encoding.UTF8.GetBytes($"calmonypay login {name}"));
            return new NpgsqlConnectionStringBuilder(owner) { Username = name, Password = Convert.ToBase64String(secret) }.ConnectionString;
        }
    }
}
