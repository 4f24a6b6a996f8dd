namespace CalmonyPay.Simulator;

/// <summary>How a simulator runs; configuration section <c>Simulator</c>, or the program's switches.</summary>
public sealed class SimulatorOptions
{
    /// <summary>The file of the ledger; null keeps it in memory.</summary>
    public string? Ledger { get; set; }

    /// <summary>Seconds between two runs of the settlement clock; 0 runs it only when the admin call asks.</summary>
    public double SettleEvery { get; set; } = 86400;

    /// <summary>Stop when standard input ends, that is when the program that started this one is gone.</summary>
    public bool ExitWithParent { get; set; }

    /// <summary>How a payer's browser reaches the simulator; by default as the request to the gateway did.</summary>
    public string? PublicUrl { get; set; }

    /// <summary>Pauses in seconds between the tries of a callback, separated by commas; one try more than pauses.</summary>
    public string CallbackPauses { get; set; } = "1,5,30";

    /// <summary>Merchant accounts by <c>merchantID</c>, beside the two that every simulator has.</summary>
    public Dictionary<string, MerchantAccount> Accounts { get; } = new(StringComparer.Ordinal)
    {
        ["100001"] = new() { Secret = "Circle4Take40Idea" },
        ["100856"] = new() { Secret = "Threeds2Test60System", ThreeDSecure = true },
    };
}

/// <summary>One merchant's account at the gateway.</summary>
public sealed class MerchantAccount
{
    /// <summary>The secret that signs.</summary>
    public string Secret { get; set; } = "";

    /// <summary>Whether 3-D Secure is enabled.</summary>
    public bool ThreeDSecure { get; set; }

    /// <summary>Whether the payer's own payments need the security code (<c>cardCVVMandatory=Y</c>).</summary>
    public bool CardCvvMandatory { get; set; }

    /// <summary>Whether the acquirer takes a later capture; without it <c>captureDelay</c> other than 0 is answered 66358.</summary>
    public bool DelayedCapture { get; set; } = true;
}
