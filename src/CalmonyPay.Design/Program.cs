using CalmonyPay.Platform.Data;
using Microsoft.EntityFrameworkCore.Design;
using Npgsql;

namespace CalmonyPay.Design;

/// <summary>
/// Gives <c>dotnet ef</c> a context, so that the product need not ship EF Core's design package. From the repository's
/// root: <c>dotnet ef migrations add NAME --project src/CalmonyPay --startup-project src/CalmonyPay.Design</c>.
/// </summary>
public sealed class DesignTimePayDb : IDesignTimeDbContextFactory<PayDb>
{
    public PayDb CreateDbContext(string[] args) =>
        new(PayDbPools.Options(NpgsqlDataSource.Create("Host=localhost;Database=calmonypay;Username=design")));

    private static void Main()
    {
    }
}
