using CalmonyPay.Checkout.Portal.Pages.Words;
using CalmonyPay.Platform.Texts;

namespace CalmonyPay.Checkout.Portal.Pages;

/// <summary>What came of a form, said at the top of the page that it led to.</summary>
public sealed record PortalNotice(bool Good, string Text)
{
    /// <summary>What was done, and what was not, by the words in the pages' addresses.</summary>
    public const string Done = "done", Problem = "problem";

    /// <summary>Null where the address says nothing, or nothing that we know.</summary>
    public static PortalNotice? Of(HttpRequest request, PortalWords words) =>
        DoneText(request.Query[Done], words) is { } done ? new(true, done) : ProblemText(request.Query[Problem], words) is { } problem ? new(false, problem) : null;

    private static string? DoneText(string? what, PortalWords words) => what switch
    {
        "cancelled" => words.Cancelled,
        "kept" => words.Kept,
        "changed" => words.Changed,
        "default" => words.DefaultChanged,
        "removed" => words.CardRemoved,
        "card" => words.CardAdded,
        "details" => words.DetailsSaved,
        "processing" => words.Processing,
        _ => null,
    };

    private static string? ProblemText(string? what, PortalWords words) => what switch
    {
        "declined" => words.Declined,
        "card_in_use" => words.CardInUse,
        "moved" => words.Moved,
        "code_unknown" => words.Shared.PromotionUnknown,
        "code_unfit" => words.CodeUnfit,
        "quantity" => words.Shared.FieldInvalid.With(words.Shared.Quantity),
        _ => null,
    };
}
