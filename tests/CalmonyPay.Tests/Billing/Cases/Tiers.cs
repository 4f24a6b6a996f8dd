using static CalmonyPay.Tests.Billing.BillingCase;

namespace CalmonyPay.Tests.Billing.Cases;

/// <summary>Tiers, packages, and amounts with fractions of a penny.</summary>
internal static class Tiers
{
    // Up to 5 at 10.00, up to 10 at 8.00, more at 5.00.
    private static readonly string[] Seats =
    [
        "billing_scheme=tiered", "tiers[0][up_to]=5", "tiers[0][unit_amount]=1000", "tiers[1][up_to]=10", "tiers[1][unit_amount]=800", "tiers[2][up_to]=inf", "tiers[2][unit_amount]=500",
    ];

    // Up to 5 for 20.00 in all; the others 3.00 each, and 4.00 once.
    private static readonly string[] Flat =
    [
        "billing_scheme=tiered", "tiers[0][up_to]=5", "tiers[0][flat_amount]=2000", "tiers[1][up_to]=inf", "tiers[1][unit_amount]=300", "tiers[1][flat_amount]=400",
    ];

    public static IReadOnlyList<BillingCase> All { get; } =
    [
        Case("graduated tiers bill every seat in its own tier")
            .On("2024-01-01").Price("seat", "month", null, [.. Seats, "tiers_mode=graduated"]).Subscribe("seat × 12")
            .Ledger("""
                2024-01-01 create paid
                  100.00 seat ×12 2024-01-01→2024-02-01    # 5 × 10.00 + 5 × 8.00 + 2 × 5.00 = 50 + 40 + 10
                  = 100.00
                : active 2024-01-01→2024-02-01
                """),

        Case("volume tiers bill all seats in the tier that the last one reaches")
            .On("2024-01-01").Price("seat", "month", null, [.. Seats, "tiers_mode=volume"]).Subscribe("seat × 12")
            .Ledger("""
                2024-01-01 create paid
                  60.00 seat ×12 2024-01-01→2024-02-01    # 12 × 5.00
                  = 60.00
                : active 2024-01-01→2024-02-01
                """),

        Case("ten seats end the second volume tier, and the eleventh makes all cheaper")
            .On("2024-01-01").Price("seat", "month", null, [.. Seats, "tiers_mode=volume"]).Subscribe("seat × 10").At("2024-01-16").Change("seat × 11")
            .Ledger("""
                2024-01-01 create paid
                  80.00 seat ×10 2024-01-01→2024-02-01    # 10 × 8.00
                  = 80.00
                : active 2024-01-01→2024-02-01
                : pending -41.29 seat ×10 2024-01-16→2024-02-01    # 80.00 × 16/31 = 41.290…
                : pending 28.39 seat ×11 2024-01-16→2024-02-01     # 11 × 5.00 × 16/31 = 28.387…
                """),

        Case("a flat amount of a graduated tier is due once the tier is reached")
            .On("2024-01-01").Price("seat", "month", null, [.. Flat, "tiers_mode=graduated"]).Subscribe("seat × 5").At("2024-02-01").Change("seat × 8", "proration_behavior=none").At("2024-03-02")
            .Ledger("""
                2024-01-01 create paid
                  20.00 seat ×5 2024-01-01→2024-02-01    # the first tier alone
                  = 20.00
                2024-02-01 cycle paid over 2024-01-01→2024-02-01
                  20.00 seat ×5 2024-02-01→2024-03-01
                  = 20.00
                2024-03-01 cycle paid over 2024-02-01→2024-03-01
                  33.00 seat ×8 2024-03-01→2024-04-01    # 20.00 + 3 × 3.00 + 4.00
                  = 33.00
                : active 2024-03-01→2024-04-01
                """),

        Case("a flat amount of a volume tier comes on top of all its seats")
            .On("2024-01-01").Price("seat", "month", null, [.. Flat, "tiers_mode=volume"]).Subscribe("seat × 8")
            .Ledger("""
                2024-01-01 create paid
                  28.00 seat ×8 2024-01-01→2024-02-01    # 8 × 3.00 + 4.00
                  = 28.00
                : active 2024-01-01→2024-02-01
                """),

        Case("packages are rounded up or down")
            .On("2024-01-01").Price("up", "month", 700, "transform_quantity[divide_by]=10", "transform_quantity[round]=up").Price("down", "month", 700, "transform_quantity[divide_by]=10", "transform_quantity[round]=down")
            .Subscribe("up × 21, down × 29")
            .Ledger("""
                2024-01-01 create paid
                  21.00 up ×21 2024-01-01→2024-02-01      # 2.1 packages are 3: 3 × 7.00
                  14.00 down ×29 2024-01-01→2024-02-01    # 2.9 packages are 2: 2 × 7.00
                  = 35.00
                : active 2024-01-01→2024-02-01
                """),

        Case("one more of a package that is begun costs nothing")
            .On("2024-01-01").Price("up", "month", 700, "transform_quantity[divide_by]=10", "transform_quantity[round]=up").Subscribe("up × 21").At("2024-01-16").Change("up × 30")
            .Ledger("""
                2024-01-01 create paid
                  21.00 up ×21 2024-01-01→2024-02-01
                  = 21.00
                : active 2024-01-01→2024-02-01
                : pending -10.84 up ×21 2024-01-16→2024-02-01    # 21.00 × 16/31 = 10.838…
                : pending 10.84 up ×30 2024-01-16→2024-02-01     # 3 packages as before
                """),

        Case("fractions of a penny are summed before they are rounded")
            .On("2024-01-01").Price("call", "month", 0.25m).Price("mail", "month", 33.5m).Subscribe("call × 1001, mail × 3")
            .Ledger("""
                2024-01-01 create paid
                  2.50 call ×1001 2024-01-01→2024-02-01    # 250.25 pence
                  1.01 mail ×3 2024-01-01→2024-02-01       # 100.5 pence: a half goes up
                  = 3.51
                : active 2024-01-01→2024-02-01
                """),

        Case("no seats of graduated tiers cost the first tier's flat amount")
            .On("2024-01-01").Price("seat", "month", null, [.. Flat, "tiers_mode=graduated"]).Subscribe("seat × 0")
            .Ledger("""
                2024-01-01 create paid
                  20.00 seat ×0 2024-01-01→2024-02-01
                  = 20.00
                : active 2024-01-01→2024-02-01
                """),
    ];
}
