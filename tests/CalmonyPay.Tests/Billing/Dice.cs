using System.Globalization;
using Xunit.Abstractions;

namespace CalmonyPay.Tests.Billing;

/// <summary>Chance that can be repeated: the seed is printed, and CALMONYPAY_SEED sets it.</summary>
internal sealed class Dice
{
    private readonly Random random;

    public Dice(ITestOutputHelper output)
    {
        Seed = int.TryParse(Environment.GetEnvironmentVariable("CALMONYPAY_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : Random.Shared.Next(1_000_000);
        output.WriteLine($"CALMONYPAY_SEED={Seed}");
        random = new(Seed);
    }

    public int Seed { get; }

    /// <summary>From 0 up to, and without, a number.</summary>
    public int Of(int sides) => random.Next(sides);

    public int From(int least, int most) => random.Next(least, most + 1);

    public bool OneIn(int times) => random.Next(times) == 0;

    public T Of<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];
}
