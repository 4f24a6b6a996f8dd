using System.Reflection;

namespace CalmonyPay.Platform.Parameters;

/// <summary>
/// A record that a request's parameters are read into. An endpoint takes it as an argument; the binder reads the parameters, hands them to
/// <see cref="Read"/> and then refuses whatever it did not ask for.
/// </summary>
public interface IParams<T> : IBindableFromHttpContext<T> where T : class, IParams<T>
{
    static abstract T Read(Params p);

    static ValueTask<T?> IBindableFromHttpContext<T>.BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var reading = Params.ReadAsync(context);
        return reading.IsCompletedSuccessfully ? new(Bind(reading.Result)) : Awaited(reading);

        static async ValueTask<T?> Awaited(ValueTask<Params> reading) => Bind(await reading);
    }

    private static T Bind(Params p)
    {
        var read = T.Read(p);
        p.Done();
        return read;
    }
}

/// <summary>For endpoints that take nothing but <c>expand</c>: anything else is an unknown parameter.</summary>
public sealed record NoParams : IParams<NoParams>
{
    private static readonly NoParams None = new();

    public static NoParams Read(Params p) => None;
}
