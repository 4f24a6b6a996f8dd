namespace CalmonyPay.Accounts;

/// <summary>
/// The sandbox's keys are well known, so that documentation can be pasted. Only a host in sandbox mode accepts them: were the
/// sandbox's database ever served in another mode, they would open nothing.
/// </summary>
/// <param name="Accepted">True in sandbox mode alone; set by the host, not by configuration.</param>
public sealed record SandboxKeys(bool Accepted)
{
    public const string Secret = "sk_test_sandbox";
    public const string Publishable = "pk_test_sandbox";

    /// <summary>Whether this raw key must be refused although its row may exist.</summary>
    public bool Refuse(string raw) => !Accepted && raw is (Secret or Publishable);
}
