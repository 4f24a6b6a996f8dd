using CalmonyPay.Tests.Billing.Cases;
using Xunit.Abstractions;

namespace CalmonyPay.Tests.Billing;

/// <summary>
/// The golden table: amounts worked out by hand, beside each case, from Stripe's documented behaviour and plain arithmetic.
/// The product has to agree.
/// </summary>
public sealed class GoldenTableTests(GoldenApi api) : IClassFixture<GoldenApi>
{
    private static readonly IReadOnlyDictionary<string, BillingCase> Table = new[]
    {
        Anchors.All, Clocks.All, Trials.All, Changes.All, Items.All, Tiers.All, Coupons.All, Taxes.All, Currencies.All, Balances.All, Usages.All, Dunning.All, Endings.All, Papers.All, Sequels.All,
    }.SelectMany(cases => cases).ToDictionary(one => one.Name);

    public static TheoryData<Row> Rows => [.. Table.Keys.Select(name => new Row(name))];

    [Theory]
    [MemberData(nameof(Rows))]
    public Task The_books_are_right_where(Row row) => api.RunAsync(Table[row.Name], Table.Values);

    /// <summary>A case by its name, which the report of the tests shows whole.</summary>
    public sealed class Row(string name) : IXunitSerializable
    {
        public Row() : this("")
        {
        }

        public string Name { get; private set; } = name;

        public void Deserialize(IXunitSerializationInfo info) => Name = info.GetValue<string>("name");

        public void Serialize(IXunitSerializationInfo info) => info.AddValue("name", Name);

        public override string ToString() => Name;
    }
}
