using CalmonyPay.Tests.Platform;

namespace CalmonyPay.Tests.PaymentMethods;

public sealed class CardSecrecyTests(PayApi api) : IClassFixture<PayApi>
{
    private const string Number = "4242424242424242", Other = "5555555555554444";

    [Fact]
    public async Task No_card_number_reaches_the_database()
    {
        var customer = await api.A.CustomerAsync();
        var made = (await api.A.PostAsync("/v1/payment_methods", Cards.Method(Number), "with-a-key")).Ok();
        await api.A.AttachedAsync(customer.Id, made.Id);
        (await api.A.PostAsync("/v1/tokens", Cards.Of(Other))).Ok();
        (await api.A.PostAsync("/v1/setup_intents", Cards.Of(Number, "payment_method_data[card]").With("payment_method_data[type]", "card").With("confirm", "true"))).Ok();
        await api.A.PostAsync("/v1/setup_intents", new() { ["payment_method"] = "pm_card_visa_chargeDeclined", ["confirm"] = "true" });

        var columns = await api.SqlAsync("""
            select c.table_name::text, c.column_name::text from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
            where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.data_type in ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY')
            """);
        Assert.True(columns.Count > 100);
        foreach (var row in columns)
        {
            var (table, column) = ((string)row[0]!, (string)row[1]!);
            foreach (var number in (string[])[Number, Other, "4000000000000002"])
                Assert.True(await Count(table, column, number) == 0, $"{table}.{column} holds a card number");
        }
        async Task<long> Count(string table, string column, string number) =>
            (long)(await api.SqlAsync($"select count(*) from \"{table}\" where \"{column}\"::text like '%{number}%' or \"{column}\"::text like '%{Convert.ToHexString(System.Text.Encoding.ASCII.GetBytes(number)).ToLowerInvariant()}%'"))[0][0]!;
    }
}
