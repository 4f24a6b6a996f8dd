namespace CalmonyPay.Platform.Parameters;

/// <summary>
/// What an update says of one field: nothing (<c>default</c>: leave it), empty (clear it), or a value (set it). Stripe tells the three
/// apart by the parameter being absent, sent as <c>''</c>, or sent.
/// </summary>
public readonly record struct Change<T> where T : notnull
{
    private readonly bool present;
    private readonly bool set;
    private readonly T? value;

    private Change(bool set, T? value) => (present, this.set, this.value) = (true, set, value);

    public static Change<T> Absent => default;
    public static Change<T> Clear => new(set: false, default);
    public static Change<T> To(T value) => new(set: true, value);

    public bool IsAbsent => !present;
    public bool IsClear => present && !set;
    public bool IsSet => set;

    /// <summary>The new value.</summary>
    /// <exception cref="InvalidOperationException">There is none: the field is left alone or cleared.</exception>
    public T Value => set ? value! : throw new InvalidOperationException("This change sets no value; ask IsSet first.");

    public bool TryGet([System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out T to)
    {
        to = value;
        return set;
    }

    public Change<TOther> Select<TOther>(Func<T, TOther> map) where TOther : notnull =>
        set ? Change<TOther>.To(map(value!)) : present ? Change<TOther>.Clear : default;

    /// <summary>The field afterwards, where it cannot be cleared to nothing and has a value of its own when empty.</summary>
    public T Over(T current, T whenCleared) => set ? value! : present ? whenCleared : current;
}

public static class ChangeExtensions
{
    /// <summary>The field after the change: as it is, null, or the new value.</summary>
    public static T? Over<T>(this Change<T> change, T? current) where T : class =>
        change.TryGet(out var value) ? value : change.IsClear ? null : current;

    /// <inheritdoc cref="Over{T}(Change{T}, T)"/>
    public static T? Over<T>(this Change<T> change, T? current) where T : struct =>
        change.TryGet(out var value) ? value : change.IsClear ? null : current;

    /// <summary>The new value, or null where there is none: what rules look at.</summary>
    public static T? OrNull<T>(this Change<T> change) where T : class => change.TryGet(out var value) ? value : null;
}
