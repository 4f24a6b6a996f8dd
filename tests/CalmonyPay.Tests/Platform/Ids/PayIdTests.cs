using CalmonyPay.Platform.Ids;

namespace CalmonyPay.Tests.Platform.Ids;

public sealed class PayIdTests
{
    private static readonly DateTimeOffset Moment = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void An_id_is_its_prefix_and_twenty_four_characters() => Assert.Matches("^cs_test_[0-9A-Za-z]{24}$", PayId.New("cs_test", Moment));

    [Fact]
    public void Ids_sort_by_age_byte_by_byte()
    {
        var dice = new Random(7);
        var moments = Enumerable.Range(0, 2000).Select(_ => Moment.AddTicks(dice.NextInt64(-TimeSpan.FromDays(20_000).Ticks, TimeSpan.FromDays(20_000).Ticks) / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond)).Distinct().Order().ToList();
        // From the newest to the oldest, so that the order in which they are made cannot help.
        var made = moments.AsEnumerable().Reverse().Select(moment => (moment, Id: PayId.New("cus", moment))).OrderBy(pair => pair.Id, StringComparer.Ordinal).ToList();
        for (var i = 1; i < made.Count; i++) Assert.True(made[i - 1].moment <= made[i].moment.AddSeconds(1), $"{made[i - 1]} sorts before {made[i]}");
    }

    [Fact]
    public void An_id_says_when_it_was_made()
    {
        var now = TimeProvider.System.GetUtcNow();
        Assert.InRange(PayId.MadeAt(PayId.New("cs_test", now)), now.AddMicroseconds(-1), now.AddSeconds(1));
        Assert.All((string[])["", "txr_", "txr_short", "txr_........................"], text => Assert.Equal(DateTimeOffset.UnixEpoch, PayId.MadeAt(text)));
    }

    [Fact]
    public void Ids_of_one_moment_sort_in_the_order_in_which_they_were_made()
    {
        var now = TimeProvider.System.GetUtcNow();
        var made = Enumerable.Range(0, 10_000).Select(_ => PayId.New("pi", now)).ToList();
        Assert.Equal(made.Order(StringComparer.Ordinal), made);
        Assert.Equal(made.Count, made.Distinct().Count());
    }

    [Fact]
    public async Task Ids_made_at_once_are_all_different()
    {
        var now = TimeProvider.System.GetUtcNow();
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Enumerable.Range(0, 5000).Select(_ => PayId.New("pi", now)).ToList())));
        Assert.Equal(40_000, made.SelectMany(ids => ids).Distinct().Count());
    }

    [Fact]
    public void The_floor_of_a_moment_lies_below_every_id_of_it_and_above_every_one_before()
    {
        for (var day = 0; day < 400; day++)
        {
            var moment = Moment.AddDays(-day * 3);
            var floor = PayId.Floor("evt", moment);
            Assert.True(string.CompareOrdinal(floor, PayId.New("evt", moment)) <= 0);
            Assert.True(string.CompareOrdinal(PayId.New("evt", moment.AddSeconds(-2)), floor) < 0);
        }
    }

    /// <summary>Fifteen random characters: none favoured, so none helps to guess.</summary>
    [Fact]
    public void The_random_part_uses_every_character_alike()
    {
        var counts = Enumerable.Range(0, 4000).SelectMany(_ => PayId.New("cus", Moment)[^15..]).CountBy(c => c).ToDictionary();
        Assert.Equal(62, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 700, 1250));
    }
}
