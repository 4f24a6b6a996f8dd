using System.Collections.Frozen;

namespace CalmonyPay.Simulator.Faults;

/// <summary>One way in which the simulator shall misbehave, and for which requests.</summary>
/// <param name="Kind">A word of <see cref="FaultKinds"/>.</param>
public sealed record Fault(string Kind)
{
    public int Id { get; init; }

    /// <summary>Only this action; <c>CONTINUE</c> for the later legs of 3-D Secure.</summary>
    public string? Action { get; init; }

    public string? TransactionUnique { get; init; }

    public string? MerchantID { get; init; }

    /// <summary>How often it strikes, 0 to 1, drawn from <see cref="Seed"/> so that a run can be repeated.</summary>
    public double Probability { get; init; } = 1;

    public int Seed { get; init; }

    /// <summary>How many matching requests go by unharmed first.</summary>
    public int Skip { get; init; }

    /// <summary>How many times it strikes before it is spent; null for ever.</summary>
    public int? Count { get; init; }

    /// <summary>Milliseconds, for the kinds that wait.</summary>
    public int Ms { get; init; } = 1000;

    /// <summary>The response code, for the kinds that give one.</summary>
    public int Code { get; init; }

    /// <summary>How often it has struck.</summary>
    public int Hits { get; init; }
}

/// <summary>The kinds of misbehaviour. "Before" is before the gateway acts, "after" is after it has stored the outcome.</summary>
public static class FaultKinds
{
    public const string Delay = "delay";
    public const string DelayAfter = "delay_after";
    public const string DropBefore = "drop_before";
    public const string DropAfter = "drop_after";
    public const string ErrorBefore = "http_500_before";
    public const string ErrorAfter = "http_500_after";
    public const string Unavailable = "http_503";
    public const string Garbage = "garbage";
    public const string EmptyBody = "empty_body";
    public const string CutBody = "cut_body";
    public const string CutConnection = "cut_connection";
    public const string WrongSignature = "wrong_signature";
    public const string NoSignature = "no_signature";
    public const string InProgress = "in_progress";
    public const string InProgressAfter = "in_progress_after";
    public const string Duplicate = "duplicate";
    public const string DuplicateWithoutXref = "duplicate_without_xref";
    public const string AnswerCode = "answer_code";
    public const string IssuerCode = "issuer_code";
    public const string ActTwice = "act_twice";
    public const string CallbackLost = "callback_lost";
    public const string CallbackTwice = "callback_twice";
    public const string CallbackLate = "callback_late";
    public const string CallbackHold = "callback_hold";
    public const string CallbackWrongSignature = "callback_wrong_signature";
    public const string MethodSilent = "method_silent";

    public static readonly FrozenSet<string> All = FrozenSet.ToFrozenSet(
    [
        Delay, DelayAfter, DropBefore, DropAfter, ErrorBefore, ErrorAfter, Unavailable, Garbage, EmptyBody, CutBody,
        CutConnection, WrongSignature, NoSignature, InProgress, InProgressAfter, Duplicate, DuplicateWithoutXref, AnswerCode,
        IssuerCode, ActTwice, CallbackLost, CallbackTwice, CallbackLate, CallbackHold, CallbackWrongSignature, MethodSilent,
    ]);
}
