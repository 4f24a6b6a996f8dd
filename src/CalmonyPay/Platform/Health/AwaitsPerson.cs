using CalmonyPay.Platform.Data;

namespace CalmonyPay.Platform.Health;

/// <summary>
/// Something that no program may decide, so it waits for a person. A room registers what it has as a singleton; the count is
/// shown by <c>/readyz</c> and exported as the gauge <c>calmonypay.awaits_person</c>.
/// </summary>
/// <param name="Name">snake_case: the key in the answer and the gauge's tag <c>what</c>.</param>
/// <param name="CountAsync">Counts over all projects and modes; the context has the worker's role and no tenant.</param>
public sealed record AwaitsPerson(string Name, Func<PayDb, CancellationToken, Task<int>> CountAsync);
