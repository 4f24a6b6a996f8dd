namespace CalmonyPay.Tests.Crash;

/// <summary>Every time of a payment's life, shortened, so that what takes minutes in production is seen in seconds.</summary>
internal static class HastySettings
{
    public static IReadOnlyDictionary<string, string?> All { get; } = new Dictionary<string, string?>
    {
        ["CalmonyPay:Gateway:Timeout"] = "00:00:01.5",
        ["CalmonyPay:Payments:Lease"] = "00:00:05",
        ["CalmonyPay:Payments:LockWait"] = "00:00:02",
        ["CalmonyPay:Payments:RepeatAfter"] = "00:00:01",
        ["CalmonyPay:Payments:AskAgainAfter"] = "00:00:00.5",
        ["CalmonyPay:Payments:UnknownOutcomeAfter"] = "00:00:10",
        ["CalmonyPay:Payments:AuthenticationWithin"] = "00:00:06",
        ["CalmonyPay:Payments:AskForSettlementEvery"] = "00:00:02",
        ["CalmonyPay:Payments:LookEvery"] = "00:00:00.2",
        ["CalmonyPay:Requests:AnswerWithin"] = "00:00:08",
        ["CalmonyPay:Requests:KeyLease"] = "00:00:08",
        ["CalmonyPay:Billing:Lease"] = "00:00:08",
        ["CalmonyPay:Billing:LookEvery"] = "00:00:00.2",
        ["CalmonyPay:GatewayEvents:Lease"] = "00:00:05",
        ["CalmonyPay:GatewayEvents:FirstPause"] = "00:00:00.5",
        ["CalmonyPay:GatewayEvents:LongestPause"] = "00:00:02",
        ["CalmonyPay:GatewayEvents:LookEvery"] = "00:00:00.5",
        ["CalmonyPay:GatewayEvents:MostTries"] = "200",
    };
}
