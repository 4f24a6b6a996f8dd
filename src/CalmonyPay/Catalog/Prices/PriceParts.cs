using CalmonyPay.Platform.Data;

namespace CalmonyPay.Catalog.Prices;

/// <summary>Whether every unit costs the same, or what it costs depends on how many there are.</summary>
[PgEnum("pay_billing_scheme")]
public enum BillingScheme { PerUnit, Tiered }

/// <summary>Whether a period's quantity is what was bought (licensed) or what was used (metered).</summary>
[PgEnum("pay_usage_type")]
public enum UsageType { Licensed, Metered }

/// <summary>Graduated: each unit costs what its own tier says. Volume: all cost what the tier of the whole quantity says.</summary>
[PgEnum("pay_tiers_mode")]
public enum TiersMode { Graduated, Volume }

/// <summary>Whether taxes are part of the amount or come on top.</summary>
[PgEnum("pay_tax_behavior")]
public enum TaxBehavior { Inclusive, Exclusive, Unspecified }

/// <summary>How what is left over by a division counts.</summary>
public enum RoundTo { Up, Down }

/// <summary>One tier of a price; minor units.</summary>
/// <param name="UpTo">The last unit of the tier; null (<c>inf</c> in requests) for the last tier.</param>
/// <param name="UnitAmount">For each unit; null where it has a fraction.</param>
/// <param name="FlatAmount">Once, if the tier is reached; null where it has a fraction.</param>
public sealed record PriceTier(long? UpTo, long? UnitAmount, decimal? UnitAmountDecimal, long? FlatAmount, decimal? FlatAmountDecimal);

/// <summary>Units are sold in packages: the quantity is divided and rounded before it is priced.</summary>
public sealed record TransformQuantity(long DivideBy, RoundTo Round);

/// <summary>The customer chooses the amount at the checkout, within bounds; minor units.</summary>
public sealed record CustomUnitAmount(long? Maximum, long? Minimum, long? Preset);

/// <summary>How a price recurs.</summary>
/// <param name="IntervalCount">Intervals a period.</param>
/// <param name="MeterId">What counts the usage of a metered price.</param>
/// <param name="TrialPeriodDays">Of older clients: the trial of a subscription that takes it from its plan.</param>
public sealed record PriceRecurring(BillingInterval Interval, int IntervalCount, UsageType UsageType, string? MeterId, int? TrialPeriodDays);

/// <summary>What a price costs in one currency.</summary>
/// <param name="UnitAmount">Minor units; null where it has a fraction, in tiers or chosen by the customer.</param>
/// <param name="UnitAmountDecimal">The same with its fraction; null in tiers or where the customer chooses.</param>
public sealed record PriceAmounts(long? UnitAmount, decimal? UnitAmountDecimal, CustomUnitAmount? CustomUnitAmount, IReadOnlyList<PriceTier>? Tiers, TaxBehavior TaxBehavior);
