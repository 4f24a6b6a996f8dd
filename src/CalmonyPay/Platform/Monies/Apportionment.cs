namespace CalmonyPay.Platform.Monies;

/// <summary>Shares a rounded sum out again, so that the parts add up to it.</summary>
public static class Apportionment
{
    /// <summary>
    /// The whole, in parts as near to the exact shares as whole minor units can be (largest remainder): each part is its share
    /// rounded down or up.
    /// </summary>
    /// <param name="whole">Minor units; within one unit a part of the shares' sum, as every rounding of it is.</param>
    /// <param name="shares">The exact parts, minor units with fractions, of either sign.</param>
    public static long[] Of(long whole, IReadOnlyList<decimal> shares)
    {
        var parts = new long[shares.Count];
        var left = whole;
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = decimal.ToInt64(Math.Floor(shares[i]));
            left -= parts[i];
        }
        // What rounding down left over goes to the largest fractions, one unit each; equal ones in the order of the lines.
        var order = Enumerable.Range(0, parts.Length).Where(i => shares[i] != 0).OrderByDescending(i => shares[i] - Math.Floor(shares[i])).ThenBy(i => i).ToArray();
        if (order.Length == 0) return parts;
        for (var at = 0; left > 0; at = (at + 1) % order.Length, left--) parts[order[at]]++;
        for (var at = order.Length - 1; left < 0; at = (at + order.Length - 1) % order.Length, left++) parts[order[at]]--;
        return parts;
    }
}
